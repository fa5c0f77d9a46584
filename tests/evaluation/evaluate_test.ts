import { assert, assertAlmostEquals, assertEquals, assertMatch, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import type { MethodEvaluation } from "../../lib/evaluation/evaluation.ts";
import { evaluationTable } from "../../lib/evaluation/table.ts";
import { disposeJudges, trainJudges } from "../../lib/evaluation/judges.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { brightDark } from "./bright_dark.ts";
import { drawnFaces } from "./drawn/drawn_faces.ts";
import { tinyModel } from "./tiny_model.ts";

await install("wasm");
/** An evaluation without what the clock says. */
const timeless = ({ cost, ...rest }: MethodEvaluation) => ({
  ...rest,
  parameters: cost!.parameters,
  seconds: 0,
});

const options = { seed: 3, count: 6, batch: 4, classifierSteps: 2, probeSteps: 2 };

Deno.test("drawn faces have every score, and one training of the judges serves twice", async () => {
  const data = await drawnFaces(32, 16, 8), model = tinyModel(["man", "woman"]);
  const before = tf.memory().numTensors;
  const first = await evaluate(model, data, options);
  const numbers = JSON.stringify(first).replaceAll(/"[^"]*"/g, "");
  assert(!numbers.includes("null"), `a score is missing or not finite: ${JSON.stringify(first)}`);
  assertMatch(first.kernelFeatures, /random convolutions/);
  for (const { kernelDistance, classifierDistance } of first.directions) {
    assert(kernelDistance !== classifierDistance, "both distances are on the same features");
  }
  for (const { kept, background } of first.directions) {
    assertEquals(kept!.length, 11);
    assert(background!.share > 0.05 && background!.share < 0.6, `${background!.share}`);
  }
  const judges = await trainJudges(data, { ...options });
  const second = await evaluate(model, data, { ...options, judges, device: "CPU, 9 threads" });
  assertEquals(timeless(second), timeless({ ...first, device: "CPU, 9 threads" }));
  assertMatch(evaluationTable(first), /, backend wasm, \d/);
  assertMatch(evaluationTable(second), /, backend wasm \(CPU, 9 threads\), \d/);
  disposeJudges(judges);
  assertEquals(tf.memory().numTensors, before);
  disposeModel(model);
});

Deno.test("latents of reals may come from elsewhere: all zero, every translation is G(0, c)", async () => {
  const data = await drawnFaces(32, 8, 4), model = tinyModel(["man", "woman"]);
  const seen: number[] = [];
  const { directions, latent } = await evaluate(model, data, {
    ...options,
    probeSteps: 0,
    encode: (images, c) => {
      seen.push(c);
      return Promise.resolve(new Float32Array(images.length / (32 * 32 * 3) * 4));
    },
  });
  assertEquals(seen, [0, 1]);
  assertEquals(directions.map(({ diversity, kept }) => [diversity, kept]), [[0, null], [0, null]]);
  assertEquals(latent.classLeak, 0.5);
  disposeModel(model);
});

Deno.test("evaluate measures everything, is deterministic and leaks no tensor", async () => {
  const model = tinyModel(), before = tf.memory().numTensors;
  const progress: number[] = [];
  const onProgress = (_: string, done: number) => void progress.push(done);
  const first = await evaluate(model, brightDark(32, 8), { ...options, onProgress });
  assertEquals(tf.memory().numTensors, before);

  const names = first.directions.map(({ source, target }) => `${source} ${target}`);
  assertEquals(names, ["dark bright", "bright dark"]);
  assertEquals(first.samples.map(({ domain, count }) => [domain, count]), [
    ["dark", 6],
    ["bright", 6],
  ]);
  assertEquals(first.latent.perDimension.length, 4);
  assertEquals([first.latent.classLeakChance, first.classifier.chance], [0.5, 0.5]);
  for (const { kept, background, edges, structure, structureChance } of first.directions) {
    const absent = [kept, background, edges, structure, structureChance];
    assertEquals(absent, Array(5).fill(null), "grey squares have none of these");
  }
  assertEquals(first.portraits, undefined);

  assertEquals(progress, [...progress].sort((a, b) => a - b));
  assertAlmostEquals(progress.at(-1)!, 1, 1e-9);

  const second = await evaluate(model, brightDark(32, 8), options);
  assertEquals(timeless(second), timeless(first));
  disposeModel(model);
});

Deno.test("without pairs there is no paired score", async () => {
  const model = tinyModel();
  const { directions } = await evaluate(model, brightDark(32, 4, false), {
    ...options,
    classifierSteps: 1,
  });
  for (const direction of directions) {
    const { pairedScore, copyScore, neighbourScore, meanFaceScore, distances } = direction;
    const scores = [pairedScore, copyScore, neighbourScore, meanFaceScore, distances];
    assertEquals(scores, Array(5).fill(null));
  }
  disposeModel(model);
});

Deno.test("the copy score is that of the inputs, the mean face's that of the target's training images", async () => {
  const model = tinyModel();
  // Held-out images 0 and 1: bytes 0, 1 and their counterparts 255, 254.
  const { directions } = await evaluate(model, brightDark(32, 2), options);
  const step = 1 / 127.5;
  assertAlmostEquals(directions[0].distances!.random, step, 1e-6);
  assertAlmostEquals(directions[0].distances!.copy, 254 * step, 1e-5);
  assertAlmostEquals(directions[0].copyScore!, 1 - 254, 0.01);
  assertAlmostEquals(directions[0].neighbourScore!, 0, 1e-4);
  // The mean of training bytes 255 to 248 is 251.5, 3 from the counterparts in the mean.
  assertAlmostEquals(directions[0].meanFaceScore!, 1 - 3, 1e-3);
  disposeModel(model);
});

Deno.test("evaluate refuses data that do not fit the model", async () => {
  const model = tinyModel(), before = tf.memory().numTensors;
  await assertRejects(
    () => evaluate(model, brightDark(64, 2)),
    RangeError,
    "dark, bright at 32x32",
  );
  await assertRejects(() => evaluate(model, brightDark(32, 0)), RangeError, "Domain dark");
  const other = tinyModel(["day", "night"]);
  await assertRejects(() => evaluate(other, brightDark(32, 2)), RangeError, "day, night");
  disposeModel(other);
  assertEquals(tf.memory().numTensors, before);
  disposeModel(model);
});
