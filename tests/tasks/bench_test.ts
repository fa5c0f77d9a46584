import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import type { StepRow, TwoStepWork } from "../../tasks/bench/bench_row.ts";
import { startCycleGan } from "../../tasks/bench/engines/cyclegan.ts";
import { startIm2im } from "../../tasks/bench/engines/im2im.ts";
import { layerCases } from "../../tasks/bench/layer_cases.ts";
import { jsonLinesOf } from "../../tasks/bench/lines_of.ts";
import { measure, spread } from "../../tasks/bench/measure.ts";
import { medianRows } from "../../tasks/bench/median_rows.ts";
import { everyStep } from "../../tasks/bench/plan.ts";
import { advantage, stepReport } from "../../tasks/bench/report.ts";
import { stepFlops } from "../../tasks/bench/step_flops.ts";
import { short } from "../../tasks/bench/short_number.ts";
import { asStepRow } from "../../tasks/bench/torch.ts";

registerCpuKernels();

const step = { gf: 2, batch: 3, size: 32 };
const row = (changes: Partial<StepRow>): StepRow => ({
  engine: "im2im",
  backend: "wasm",
  device: "CPU",
  work: "stage1",
  gf: 32,
  df: 32,
  batch: 10,
  size: 64,
  ms: 100,
  lowMs: 90,
  highMs: 120,
  imagesPerSecond: 100,
  gflops: 10,
  ...changes,
});

/** A clock that a call moves on by the next of some times, the last of them for ever. */
function clock(times: number[]) {
  let now = 0;
  return {
    now: () => now,
    call: () => void (now += times.length > 1 ? times.shift()! : times[0]),
    finish: () => Promise.resolve(),
  };
}

Deno.test("measure: the median of the blocks, compilation and warm-up left out", async () => {
  const { now, call, finish } = clock([500, 30, 20, 10, 10, 40, 40, 20]);
  const timing = await measure({ call, finish }, { blockSeconds: 0.04, blocks: 3 }, now);
  assertEquals(timing, { ms: 20, lowMs: 10, highMs: 40 });
});

Deno.test("measure: a slow call is timed once, after one that compiles", async () => {
  const times = [9000, 4000, 1];
  const { now, call, finish } = clock(times);
  const timing = await measure({ call, finish }, { blockSeconds: 1, blocks: 5 }, now);
  assertEquals(timing, { ms: 4000, lowMs: 4000, highMs: 4000 });
  assertEquals(times, [1]);
});

Deno.test("spread: medians of odd and even numbers of times", () => {
  assertEquals(spread([3, 1, 2]), { ms: 2, lowMs: 1, highMs: 3 });
  assertEquals(spread([4, 1, 2, 10]), { ms: 3, lowMs: 1, highMs: 10 });
});

type Kernels = Awaited<ReturnType<typeof tf.profile>>["kernels"];

/** Operations of the products in a profile, from their shapes alone. */
function profiledFlops(kernels: Kernels): number {
  const size = (shape: number[]) => tf.util.sizeFromShape(shape);
  return kernels.reduce((sum, { name, inputShapes, outputShapes }) => {
    const [a, b] = inputShapes as number[][], [y] = outputShapes as number[][];
    switch (name) {
      case "Conv2D":
        return sum + 2 * size(y) * size(b.slice(0, 3));
      case "Conv2DBackpropInput":
        return sum + 2 * size(a) * size(b.slice(0, 3));
      case "Conv2DBackpropFilter":
        return sum + 2 * size(b) * size(y.slice(0, 3));
      case "BatchMatMul":
        return sum + 2 * Math.sqrt(size(a) * size(b) * size(y));
      default:
        return sum;
    }
  }, 0);
}

Deno.test("stepFlops: what a step's products really compute, to 1 %", async () => {
  const engine = await startIm2im(step, { backend: "cpu", threads: 1 });
  assertEquals(engine.works.map(({ work, batch }) => [work, batch]), [
    ["stage1", 3],
    ["stage2", 3],
    ["translate", 3],
    ["translate", 1],
  ]);
  for (const { work, batch, call } of engine.works) {
    const { kernels } = await tf.profile(async () => {
      await call(1);
      return [];
    });
    const expected = stepFlops(work as TwoStepWork, { ...step, batch });
    assertAlmostEquals(profiledFlops(kernels) / expected, 1, 0.01, `${work}, batch ${batch}`);
  }
});

Deno.test("cycleganFlops: what its products really compute, to 5 %", async () => {
  const engine = await startCycleGan({ gf: 3, batch: 1, size: 32 }, { backend: "cpu", threads: 1 });
  assertEquals(engine.works.map(({ work, batch }) => [work, batch]), [
    ["cyclegan step", 1],
    ["cyclegan translation", 1],
  ]);
  for (const { work, call, flops } of engine.works) {
    const { kernels } = await tf.profile(async () => {
      await call(1);
      return [];
    });
    // The pool's products of 0 and 1 are not counted.
    assertAlmostEquals(profiledFlops(kernels) / flops!, 1, 0.05, work);
  }
});

Deno.test("layerCases: each layer's passes give tensors of the shapes they claim to", async () => {
  await tf.setBackend("cpu");
  for (const make of layerCases(2, 1, true)) {
    const layer = make();
    const { kernels } = await tf.profile(() => {
      layer.passes["weight gradient"]().dispose();
      return [];
    });
    const expected = layer.flops["weight gradient"];
    // An upsampled layer expands its kernel besides, by a product that is not counted.
    const tolerance = layer.name.startsWith("upsample") ? 0.6 : 1e-9;
    assertAlmostEquals(profiledFlops(kernels) / expected, 1, tolerance, layer.name);
    layer.dispose();
  }
});

Deno.test("medianRows: one row a measurement, rates at the median", () => {
  const rounds = [row({}), row({ engine: "torch" }), row({ ms: 300, lowMs: 80 }), row({ ms: 200 })];
  const [ours, torch, ...rest] = medianRows(rounds);
  assertEquals(rest, []);
  assertEquals(torch.ms, 100);
  assertEquals([ours.ms, ours.lowMs, ours.highMs, ours.imagesPerSecond], [200, 80, 120, 50]);
  assertAlmostEquals(ours.gflops!, 5, 1e-12);
});

Deno.test("asStepRow: a line of the PyTorch script, TF32 named", () => {
  const line = { engine: "torch 2", device: "GPU", work: "translate", batch: 4, ms: 8, tf32: true };
  const found = asStepRow(line, { gf: 16, batch: 64, size: 64 }, "cuda");
  assertEquals([found.engine, found.backend, found.gf, found.df], ["torch 2 TF32", "cuda", 16, 16]);
  assertEquals([found.batch, found.imagesPerSecond], [4, 500]);
});

Deno.test("advantage: against the same work at the same shape only", () => {
  const torch = row({ engine: "torch", imagesPerSecond: 40 });
  assertEquals(advantage(torch, [row({ batch: 1 }), row({}), torch]), "2.50x");
  assertEquals(advantage(torch, [row({ work: "stage2" }), torch]), "-");
  assertStringIncludes(stepReport([row({}), torch]), "2.50x");
});

Deno.test("everyStep: four widths, three batches, two sizes, none twice", () => {
  assertEquals(new Set(everyStep.map((step) => JSON.stringify(step))).size, 24);
});

Deno.test("short: three digits, whole numbers whole, a dash for the unknown", () => {
  assertEquals([0.01234, 1.2345, 123.45, 12345.6, 7, undefined].map(short), [
    "0.012",
    "1.23",
    "123",
    "12346",
    "7",
    "-",
  ]);
});

Deno.test("jsonLinesOf: rows from among other output; a failure says why", async () => {
  const run = (code: string) => jsonLinesOf(Deno.execPath(), ["eval", code]);
  assertEquals(await run(`console.log("hello\\n" + JSON.stringify({ ms: 1 }))`), [{ ms: 1 }]);
  await assertRejects(() => run(`throw new Error("no such device")`), Error, "no such device");
});

async function bench(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "tasks/bench.ts", ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

for (const engine of ["im2im", "tfjs"]) {
  Deno.test(`bench --engine ${engine}: four rows of JSON`, async () => {
    const shape = ["--gf", "1", "--batch", "2", "--size", "32", "--backend", "wasm"];
    const { code, out } = await bench("--engine", engine, "--quick", ...shape);
    assertEquals(code, 0);
    const rows: StepRow[] = out.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.map(({ work }) => work), ["stage1", "stage2", "translate", "translate"]);
    for (const { engine: name, gf, df, size, ms, batch, imagesPerSecond } of rows) {
      assertEquals([name.split(" ")[0], gf, df, size], [engine, 1, 1, 32]);
      assertAlmostEquals(imagesPerSecond * ms, 1000 * batch, 1e-6);
    }
  });
}

Deno.test("bench: wrong use ends with code 2 and one sentence", async () => {
  const size = await bench("--engine", "im2im", "--backend", "cpu", "--size", "33");
  assertEquals([size.code, size.out], [2, ""]);
  assertStringIncludes(size.err, '--size must be 32, 64 or 128, got "33"');
  const none = await bench("--engine", "im2im");
  assertEquals(none.code, 2);
  assertStringIncludes(none.err, "--engine needs --backend NAME");
});
