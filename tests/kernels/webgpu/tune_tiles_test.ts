import { assert, assertEquals, assertGreater, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { candidateTiles, chooseTile, tileName } from "../../../lib/kernels/webgpu/choose_tile.ts";
import type { Gemm } from "../../../lib/kernels/webgpu/described_product.ts";
import { gemm, writeProduct } from "../../../lib/kernels/webgpu/gemm.ts";
import { compileShader } from "../../../lib/kernels/webgpu/program.ts";
import { planOf, useTiles } from "../../../lib/kernels/webgpu/tile_book.ts";
import {
  deviceKey,
  generatorVersion,
  readTileFile,
} from "../../../lib/kernels/webgpu/tile_file.ts";
import { TileTrial } from "../../../lib/kernels/webgpu/tile_trial.ts";
import { tuneTiles } from "../../../lib/kernels/webgpu/tune_tiles.ts";
import { fill } from "../cases.ts";
import { gpu, webgpuTest } from "./device.ts";

/** [m, k] times [k, n], at `scale`; keys tell the tests' products apart. */
function product(key: string, m: number, n: number, k: number, scale = 1): Gemm {
  return {
    key: `${key} ${[m, n, k, scale]}`,
    m,
    n,
    k,
    groups: 1,
    storage: "f32",
    a: fill([m, k], 1),
    b: fill([k, n], 2),
    outShape: [m, n],
    write: () => ({
      constants: "",
      a: {
        along: "k",
        vector: k % 4 === 0,
        place: "return vec4<i32>(i32(outer), 0, 0, 0);",
        index: `return select(-1, at.x * ${k} + i32(k), at.x < ${m} && k < ${k}u);`,
      },
      b: {
        along: "outer",
        vector: n % 4 === 0,
        place: "return vec4<i32>(i32(outer), 0, 0, 0);",
        index: `return select(-1, i32(k) * ${n} + at.x, at.x < ${n} && k < ${k}u);`,
      },
      rowStart: `return i32(row) * ${n};`,
    }),
  };
}

async function valuesOf(product: Gemm): Promise<Float32Array> {
  const info = gemm(gpu(), product);
  const result = tf.engine().makeTensorFromTensorInfo(info);
  const values = await result.data() as Float32Array;
  result.dispose();
  return values;
}

webgpuTest(
  "the tile does not change a bit of the result, with split sums and without",
  async () => {
    for (const [m, n, k] of [[70, 45, 300], [33, 8, 50]]) {
      const results: Float32Array[] = [];
      for (const tile of [chooseTile({ m, n, k, groups: 1 }), ...candidateTiles.slice(4, 8)]) {
        const same = product(`bits ${tileName(tile)}`, m, n, k);
        useTiles(gpu(), { [`${same.key} f32`]: { tile, ms: 1, untunedMs: 1 } });
        assertEquals(planOf(gpu(), same).tile, tile);
        results.push(await valuesOf(same));
      }
      for (const other of results.slice(1)) assertEquals(other, results[0]);
    }
  },
);

webgpuTest("a candidate with other bits is told from one with the same", async () => {
  const right = product("trial", 40, 24, 64), { device } = gpu();
  const [tile, other] = candidateTiles.slice(2);
  const { split } = planOf(gpu(), right);
  const wrong = product("trial", 40, 24, 60); // four terms short
  const programs = [writeProduct(right, tile, split), writeProduct(right, other, split)]
    .concat(writeProduct({ ...wrong, write: right.write }, tile, { parts: 1, length: 32 }))
    .map((shader) => compileShader(device, shader));
  const trial = new TileTrial(gpu(), right, split.parts);
  const results = await trial.run(programs);
  trial.dispose();
  assertEquals(results.map(({ equal }) => equal), [true, true, false]);
  for (const { ms } of results) assert(ms > 0 && ms < 1000, `${ms} ms`);
}, "timestamp-query");

webgpuTest("a product is measured once, and not at all with what a file knows", async () => {
  await valuesOf(product("measured", 64, 20, 96));
  const measured: string[] = [];
  const candidates = candidateTiles.slice(2, 4);
  const onProduct = (name: string) => measured.push(name);
  const known = await tuneTiles({ candidates, onProduct });
  assertGreater(measured.filter((name) => name.startsWith("measured 64,20,96")).length, 0);
  measured.length = 0;
  assertEquals(await tuneTiles({ candidates, known, onProduct }), known);
  assertEquals(measured, []);
  const { tile, ms, untunedMs } =
    (await readTileFile(known)).devices[deviceKey(gpu())]["measured 64,20,96,1 f32"];
  assert(ms <= untunedMs, `${ms} ms tuned, ${untunedMs} ms not`);
  assert([chooseTile({ m: 64, n: 20, k: 96, groups: 1 }), ...candidates]
    .some((t) => tileName(t) === tileName(tile)));
}, "timestamp-query");

Deno.test("a file keeps other devices' tiles, and is dropped when the generator has changed", async () => {
  const generator = await generatorVersion();
  const tiles = { p: { tile: candidateTiles[0], ms: 1, untunedMs: 2 } };
  const text = (generator: string) => JSON.stringify({ generator, devices: { other: tiles } });
  assertEquals((await readTileFile(text(generator))).devices, { other: tiles });
  assertEquals((await readTileFile(text("0123"))).devices, {});
  assertEquals((await readTileFile("")).devices, {});
  const odd = { ...tiles, q: { ...tiles.p, tile: { ...tiles.p.tile, depth: 64 } } };
  const broken = ["{", "[]", JSON.stringify({ generator, devices: { other: odd } })];
  for (const bad of broken) {
    await assertRejects(() => readTileFile(bad), TypeError, "delete it");
  }
});
