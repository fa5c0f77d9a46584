import { assert, assertEquals, assertGreater } from "@std/assert";
import { chooseTile } from "../../../lib/kernels/webgpu/choose_tile.ts";

/** Products of training: both gradients of wide and narrow layers, dense layers, tiny ones. */
const shapes = [
  { m: 65536, n: 64, k: 1600, groups: 1 },
  { m: 16384, n: 3, k: 576, groups: 4 },
  { m: 75, n: 64, k: 65536, groups: 1 },
  { m: 1600, n: 128, k: 16384, groups: 1 },
  { m: 64, n: 8192, k: 116, groups: 1 },
  { m: 64, n: 1, k: 8192, groups: 1 },
  { m: 1, n: 1, k: 1, groups: 1 },
];

Deno.test("a tile's slabs fit in the workgroup memory that every device has", () => {
  for (const shape of shapes) {
    const { threadsX, threadsY, rows, columns, depth } = chooseTile(shape);
    // The larger of the two layouts: lines along k with one vector more.
    const bytes = (threadsX * columns + threadsY * rows) * (depth / 4 + 1) * 16;
    assert(bytes <= 16384, `${JSON.stringify(shape)}: ${bytes} bytes`);
    assert(threadsX * threadsY <= 256);
    assertEquals([rows % 4, columns % 4, depth % 4], [0, 0, 0]);
  }
});

Deno.test("few workgroups and long sums are cut into parts, short sums never", () => {
  assertGreater(chooseTile({ m: 75, n: 64, k: 65536, groups: 1 }).splits, 8);
  assertEquals(chooseTile({ m: 75, n: 64, k: 200, groups: 1 }).splits, 1);
  assertEquals(chooseTile({ m: 65536, n: 64, k: 1600, groups: 1 }).splits, 1);
});

Deno.test("three columns do not take a tile of sixty-four", () => {
  const { threadsX, columns } = chooseTile({ m: 16384, n: 3, k: 576, groups: 4 });
  assertEquals(threadsX * columns, 4);
});
