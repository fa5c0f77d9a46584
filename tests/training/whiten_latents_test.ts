import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { type Config, createConfig } from "../../mod.ts";
import { decodeTraining } from "../../lib/training/decode_checkpoint.ts";
import { encodeTraining } from "../../lib/training/encode_checkpoint.ts";
import { encodeReals } from "../../lib/training/encode_reals.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import {
  createStage2Training,
  createTraining,
  type Training,
} from "../../lib/training/training.ts";
import { whitening, whitenLatents } from "../../lib/training/whiten_latents.ts";
import { translateImages } from "../../lib/translation/translate_images.ts";
import { Random } from "../../lib/random.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const config: Config = createConfig("modern", {
  ...{ size: 32, gf: 2, df: 2, ef: 2, z: 4, batch: 8, steps1: 3, steps2: 3, logEvery: 1 },
  ...{ encodedShare: 0.5, rebuildWeight: 1, gLabelFrom: 16, eErase: false },
});
const images = noiseImages(["a", "b"], 20);

/** Mean of z_i z_j over rows. */
function secondMoment(classes: readonly Float32Array[], width: number, i: number, j: number) {
  const means = classes.map((rows) => {
    let sum = 0;
    for (let at = 0; at < rows.length; at += width) sum += rows[at + i] * rows[at + j];
    return sum / (rows.length / width);
  });
  return means.reduce((a, b) => a + b) / means.length;
}

const mapped = (rows: Float32Array, matrix: number[][]) =>
  rows.map((_, at) => {
    const j = at % matrix.length, start = at - j;
    return matrix.reduce((sum, row, k) => sum + rows[start + k] * row[j], 0);
  });

Deno.test("whitened rows have second moments of 1 and no correlation, and go back", () => {
  const random = new Random(3), width = 3;
  const classes = [1, -0.5].map((shift) => {
    const rows = new Float32Array(5000 * width);
    for (let at = 0; at < rows.length; at += width) {
      const shared = random.normal();
      rows.set([shared + shift, shared + 0.1 * random.normal(), 5 * random.normal()], at);
    }
    return rows;
  });
  const { to, back } = whitening(classes, width), white = classes.map((rows) => mapped(rows, to));
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      // Ledoit and Wolf's shrinkage is below 0.001 here.
      assertAlmostEquals(secondMoment(white, width, i, j), i === j ? 1 : 0, 0.1, `${i}, ${j}`);
    }
  }
  const again = mapped(white[0], back);
  for (let at = 0; at < 30; at++) assertAlmostEquals(again[at], classes[0][at], 1e-4);
});

Deno.test("other coordinates for z change E(x) and leave G(E(x), c) as it is", async () => {
  using training = createTraining(config, images.domains);
  for await (const _ of trainStage1(training, images));
  const { model } = training,
    x = new Random(1).fillUniform(new Float32Array(2 * 32 ** 2 * 3), -1, 1);
  // A fresh G in inference mode is an even grey; larger kernels let its pixels depend on z.
  for (const g of new Set([model.generator, model.average])) {
    Object.entries(g.weights).filter(([name]) => name.endsWith("kernel"))
      .forEach(([, w]) => w.assign(tf.tidy(() => w.mul(10))));
  }
  const before = await translateImages(model, x, "b");
  const z = await encodeReals(config, model.encoder, images);
  await whitenLatents(model, images);
  const after = await translateImages(model, x, "b"),
    spread = Math.max(...after) - Math.min(...after);
  assert(spread > 0.01, `G draws nothing: ${spread}`);
  before.forEach((value, i) => assertAlmostEquals(after[i], value, 1e-4));
  const white = await encodeReals(config, model.encoder, images);
  const far = (rows: Float32Array[]) => Math.abs(secondMoment(rows, config.z, 0, 0) - 1);
  assert(far(white) < 0.2 && far(z) > 2 * far(white), `${far(z)} to ${far(white)}`);
});

Deno.test("stage 2 gives z other coordinates only where the config says so", async () => {
  for (const whiten of [true, false]) {
    using training = createTraining({ ...config, whiten }, images.domains);
    for await (const _ of trainStage1(training, images));
    const { average } = training.model;
    const before = [...average.weights["dense/kernel"].dataSync()];
    for await (const _ of trainStage2(training, images));
    const after = [...average.weights["dense/kernel"].dataSync()];
    assertEquals(before.every((value, i) => value === after[i]), !whiten);
  }
});

Deno.test("a stage 2 with a fresh E leaves the generator of another run as it is", async () => {
  using trained = createTraining(config, images.domains);
  for await (const _ of trainStage1(trained, images));
  const { average } = trained.model;
  const before = [...average.weights["dense/kernel"].dataSync()];
  using anew = createStage2Training(trained.model, config);
  for await (const _ of trainStage2(anew, images));
  assertEquals([...anew.model.average.weights["dense/kernel"].dataSync()], before);
});

/** Both stages, stopped after so many steps in all, as bytes. */
async function run(training: Training, stop = Infinity): Promise<Training> {
  const controller = new AbortController(), options = { signal: controller.signal };
  const done = () => training.step1 + training.step2 >= stop && controller.abort();
  done();
  for await (const _ of trainStage1(training, images, options)) done();
  if (!controller.signal.aborted) {
    for await (const _ of trainStage2(training, images, options)) done();
  }
  return training;
}

Deno.test("E beside G, interrupted at any step and resumed, equals uninterrupted to the bit", async () => {
  using whole = await run(createTraining(config, images.domains));
  const expected = await encodeTraining(whole);
  for (const stop of [1, 3, 4, 5]) {
    using part = await run(createTraining(config, images.domains), stop);
    assertEquals(part.step1 + part.step2, stop);
    using resumed = decodeTraining("part", await encodeTraining(part));
    assertEquals(await encodeTraining(await run(resumed)), expected, `stopped after ${stop}`);
  }
});
