import { assert, assertEquals, assertGreater } from "@std/assert";
import {
  candidateTiles,
  chooseSplit,
  chooseTile,
  tileName,
} from "../../../lib/kernels/webgpu/choose_tile.ts";

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
  assertGreater(chooseSplit({ m: 75, n: 64, k: 65536, groups: 1 }).parts, 8);
  assertEquals(chooseSplit({ m: 75, n: 64, k: 200, groups: 1 }).parts, 1);
  assertEquals(chooseSplit({ m: 65536, n: 64, k: 1600, groups: 1 }).parts, 1);
});

Deno.test("three columns do not take a tile of sixty-four", () => {
  const { threadsX, columns } = chooseTile({ m: 16384, n: 3, k: 576, groups: 4 });
  assertEquals(threadsX * columns, 4);
});

Deno.test("every candidate is whole: rows and columns in fours, a depth that divides the cuts", () => {
  const names = new Set(candidateTiles.map(tileName));
  assertEquals(names.size, candidateTiles.length);
  for (const { rows, columns, depth } of candidateTiles) {
    assertEquals([rows % 4, columns % 4, 32 % depth], [0, 0, 0]);
  }
});

Deno.test("a split covers the sum without an empty part, whatever the shape", () => {
  for (const k of [1, 31, 128, 400, 1600, 65536, 100_003]) {
    for (const m of [4, 300, 6400]) {
      const { parts, length } = chooseSplit({ m, n: 64, k, groups: 1 });
      assertEquals(length % 32, 0);
      assert(parts * length >= k && (parts - 1) * length < k, `${parts} x ${length} for ${k}`);
    }
  }
});
