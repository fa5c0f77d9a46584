import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Config } from "../../lib/config.ts";
import { exportOnnx } from "../../lib/export/export_onnx.ts";
import { install } from "../../lib/kernels/install.ts";
import { crossEntropy } from "../../lib/losses/class_loss.ts";
import {
  applyDomainEncoder,
  applyEncoder,
  createEncoder,
  planEncoder,
} from "../../lib/networks/encoder.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { decodeModel, decodeTraining } from "../../lib/training/decode_checkpoint.ts";
import { encodeModel, encodeTraining } from "../../lib/training/encode_checkpoint.ts";
import { oneHot } from "../../lib/training/latent.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { generatorStep } from "../../lib/training/stage1_step.ts";
import { needsReals, stage2Step } from "../../lib/training/stage2_step.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import { estimateDomain } from "../../lib/translation/estimate_domain.ts";
import { brightDarkSet } from "../evaluation/bright_dark.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const plain = { eRealWeight: 0, eInvarianceWeight: 0, eErase: false } as const;
const domains = ["dark", "bright"];

const begin = (changes: Partial<Config> = {}): Training =>
  createTraining(
    createConfig("tiny", {
      ...{ gf: 2, df: 2, ef: 2, z: 4, batch: 8, steps1: 1, steps2: 30, ...plain },
      ...changes,
    }),
    domains,
  );

const valuesOf = ({ model: { encoder } }: Training) =>
  Object.fromEntries(
    Object.entries(networkVariables(encoder)).map(([name, v]) => [name, [...v.dataSync()]]),
  );
const ofDomain = (name: string) => name.startsWith("domain/");

const images = tf.tidy(() =>
  tf.keep(tf.stack([-0.9, -0.5, 0.6, 0.8].map((v) => tf.fill([32, 32, 3], v)))) as tf.Tensor4D
);
const labels = oneHot([0, 0, 1, 1], 2);

const batch = () => ({
  z: tf.tensor2d(new Random(3).fillNormal(new Float32Array(16)), [4, 4]),
  c: oneHot([0, 1, 0, 1], 2),
  real: { x: images, c: labels },
});

Deno.test("E is the same beside E_y, before and after a step of both", async () => {
  const alone = begin(), both = begin({ eDomain: true });
  const own = (training: Training) =>
    Object.entries(valuesOf(training)).filter(([name]) => !ofDomain(name));
  assertEquals(own(both), own(alone));
  const { real, ...fakes } = batch(), before = valuesOf(both);
  await readLosses(stage2Step(alone.stage2, fakes));
  const { config, encoder } = both.model;
  const expected = tf.tidy(() =>
    crossEntropy(applyDomainEncoder(config, encoder, images, { observed: {} }), labels)
      .dataSync()[0]
  );
  const losses = await readLosses(stage2Step(both.stage2, { ...fakes, real }));
  assertEquals(Object.keys(losses), ["e/latent", "e/domain"]);
  assertAlmostEquals(losses["e/domain"], expected, 1e-6);
  assertEquals(own(both), own(alone));
  const after = valuesOf(both), moved = Object.keys(after).filter((name) => ofDomain(name));
  assert(moved.length > 8);
  for (const name of moved) assert(after[name].some((v, i) => v !== before[name][i]), name);
  [alone, both].forEach(disposeTraining);
});

Deno.test("E_y learns the domains, is asked for them, and goes through a checkpoint", async () => {
  const training = begin({ eDomain: true, ef: 4, steps2: 120 });
  for await (const _ of trainStage1(training, brightDarkSet(32, 20)));
  await assertRejects(() => trainStage2(training).next(), RangeError, "eDomain");
  for await (const _ of trainStage2(training, brightDarkSet(32, 20)));
  const read = ({ model }: Training) =>
    tf.tidy(() => [...estimateDomain(model, images).dataSync()]);
  const [d0, , d1, , b0, , b1] = read(training);
  assert(d0 > 0.9 && d1 > 0.9 && b0 < 0.1 && b1 < 0.1, `${read(training)}`);
  const saved = await encodeTraining(training), model = await encodeModel(training);
  const again = decodeTraining("run", saved);
  assertEquals(read(again), read(training));
  const decoded = decodeModel("model", model);
  assertEquals(read({ ...training, model: decoded }), read(training));
  const onnx = new TextDecoder("latin1").decode(await exportOnnx(decoded, { part: "encoder" }));
  assertEquals([onnx.includes("encoder/latent/kernel"), onnx.includes("domain/")], [true, false]);
  decoded[Symbol.dispose]();
  [training, again].forEach(disposeTraining);
});

Deno.test("interrupted and resumed equals uninterrupted with E_y and few labels", async () => {
  const config = begin({ eDomain: true, labelledShare: 0.2, steps2: 4 }).model.config;
  const set = brightDarkSet(32, 20);
  const finish = async (training: Training) => {
    for await (const _ of trainStage1(training, set));
    for await (const _ of trainStage2(training, set));
    const bytes = await encodeTraining(training);
    disposeTraining(training);
    return bytes;
  };
  const part = createTraining(config, domains);
  for await (const _ of trainStage1(part, set));
  for await (const { step } of trainStage2(part, set)) if (step === 2) break;
  const saved = await encodeTraining(part);
  disposeTraining(part);
  const whole = await finish(createTraining(config, domains));
  assertEquals(await finish(decodeTraining("part", saved, config)), whole);
});

Deno.test("stage 1 with E beside G leaves E_y alone", async () => {
  const training = begin({ eDomain: true, encodedShare: 0.5, rebuildWeight: 1, gLabelFrom: 4 });
  const before = valuesOf(training), x = tf.concat([images, images]);
  const c = oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2), z = tf.zeros<tf.Rank.R2>([8, 4]);
  await readLosses(generatorStep(training.stage1, { x, c, z }, (images) => images));
  const moved = Object.entries(valuesOf(training))
    .filter(([name, now]) => now.some((v, i) => v !== before[name][i])).map(([name]) => name);
  assertEquals(moved, Object.keys(before).filter((name) => !ofDomain(name)));
  disposeTraining(training);
});

Deno.test("E_y needs to know how many domains there are, and makes stage 2 need reals", () => {
  const config = createConfig("tiny", { gf: 2, df: 2, ef: 2, z: 4, ...plain, eDomain: true });
  assertThrows(() => planEncoder(config), RangeError, "how many domains");
  assertEquals([needsReals(config), needsReals({ ...config, eDomain: false })], [true, false]);
  const encoder = createEncoder(config, new Random(1), 3);
  tf.tidy(() => {
    assertEquals(applyEncoder(config, encoder, images).shape, [4, 4]);
    assertEquals(applyDomainEncoder(config, encoder, images).shape, [4, 3]);
  });
  encoder[Symbol.dispose]();
});
