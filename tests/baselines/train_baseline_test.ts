import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  loadBaselineTraining,
  loadTranslator,
  saveBaseline,
} from "../../lib/baselines/baseline_checkpoint.ts";
import { createBaselineConfig } from "../../lib/baselines/baseline_config.ts";
import { createBaselineTraining } from "../../lib/baselines/baseline_training.ts";
import { cyclegan } from "../../lib/baselines/cyclegan.ts";
import { runBaseline, trainBaseline } from "../../lib/baselines/train_baseline.ts";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { CheckpointError, loadModel, saveTraining } from "../../lib/training/checkpoint.ts";
import { holdsRun } from "../../lib/training/run_folder.ts";
import { createTraining } from "../../lib/training/training.ts";
import { noiseImages } from "../training/noise_images.ts";

tf.enableProdMode();

const domains = ["a", "b"], images = noiseImages(domains, 5);
const config = createBaselineConfig(cyclegan, {
  ...{ size: 32, gf: 1, df: 1, blocks: 1, batch: 2, pool: 3, steps1: 6 },
  ...{ saveEvery: 2, sampleEvery: 3, logEvery: 1 },
});
const start = (changes: Partial<typeof config> = {}) =>
  createBaselineTraining(cyclegan, { ...config, ...changes }, domains);
const bytesOf = async (folder: string) => `${await Deno.readFile(`${folder}/last.safetensors`)}`;

const lengths = { cpu: { batch: 1, steps1: 3 }, wasm: { batch: 2, steps1: 6 } } as const;

for (const backend of ["cpu", "wasm"] as const) {
  const changes = lengths[backend], half = changes.steps1 >> 1;
  Deno.test(`on ${backend} a run that was interrupted ends as one that was not, pool included`, async () => {
    await install(backend);
    const [whole, broken] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
    using uninterrupted = start(changes);
    for await (const _ of runBaseline(whole, uninterrupted, images));

    const abort = new AbortController();
    using first = start(changes);
    for await (const { step } of runBaseline(broken, first, images, { signal: abort.signal })) {
      if (step === half) abort.abort();
    }
    using second = await loadBaselineTraining(`${broken}/last.safetensors`);
    assertEquals(second.step1, half);
    const sampled: number[] = [];
    const options = {
      onSample: (_: number, step: number) => Promise.resolve(void sampled.push(step)),
    };
    for await (const _ of runBaseline(broken, second, images, options));
    assertEquals(sampled, [changes.steps1]);
    assertEquals(await bytesOf(broken), await bytesOf(whole));
    const log = async (folder: string) =>
      (await Deno.readTextFile(`${folder}/losses.jsonl`)).trim().split("\n")
        .map((line) => JSON.parse(line)).map(({ step, losses }) => ({ step, losses }));
    assertEquals(await log(broken), await log(whole));
    for (const folder of [whole, broken]) await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("a run's folder knows its method, and a new run does not take its place", async () => {
  await install("wasm");
  const folder = await Deno.makeTempDir();
  using training = start();
  for await (const _ of runBaseline(folder, training, images));
  assertEquals(JSON.parse(await Deno.readTextFile(`${folder}/config.json`)).method, "cyclegan");
  assert(await holdsRun(folder));
  using another = start();
  await assertRejects(
    async () => {
      for await (const _ of runBaseline(folder, another, images));
    },
    Error,
    "holds a run already",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a file of one method is not taken for one of another", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir();
  const [ours, theirs] = [`${folder}/ours.safetensors`, `${folder}/theirs.safetensors`];
  using training = start();
  await saveBaseline(theirs, training);
  using twoStep = createTraining(createConfig("tiny", { gf: 1, df: 1, ef: 1, z: 2 }), domains);
  await saveTraining(ours, twoStep);
  await assertRejects(() => loadModel(theirs), CheckpointError, "is of the method cyclegan");
  await assertRejects(() => loadTranslator(ours), CheckpointError, "is of the two-step method");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a file under another config is refused, by the fields that differ", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), path = `${folder}/last.safetensors`;
  using training = start();
  await saveBaseline(path, training);
  const changed = { ...config, cycleWeight: 3, steps1: 9 };
  await assertRejects(
    () => loadBaselineTraining(path, { config: changed }),
    CheckpointError,
    "saved under another config (cycleWeight: 10 -> 3)",
  );
  using allowed = await loadBaselineTraining(path, {
    config: changed,
    allowChanged: ["cycleWeight"],
  });
  assertEquals(allowed.config.steps1, 9);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("CycleGAN is refused three domains, with the method that takes them", () => {
  assertThrows(
    () => createBaselineTraining(cyclegan, config, ["a", "b", "c"]),
    RangeError,
    "CycleGAN translates between two domains, got 3 (a, b, c)",
  );
});

Deno.test("a config is what the defaults and the given fields make it", () => {
  assertEquals(createBaselineConfig(cyclegan).dLayers, 3);
  assertEquals(createBaselineConfig(cyclegan, { size: 32 }).dLayers, 2);
  assertEquals(createBaselineConfig(cyclegan, { size: 128 }).cropFrom, 128);
  assertThrows(
    () => createBaselineConfig(cyclegan, { blocks: 0, size: 64, cropFrom: 32 }),
    RangeError,
    "blocks must be from 1 to 20, got 0",
  );
  assertThrows(
    () => createBaselineConfig(cyclegan, { size: 64, cropFrom: 32 }),
    RangeError,
    "cropFrom must be at least size (64), got 32",
  );
});

Deno.test("on wasm steps leave no tensor behind", async () => {
  await install("wasm");
  using training = start();
  const counts: number[] = [];
  for await (const _ of trainBaseline(training, images)) counts.push(tf.memory().numTensors);
  assertEquals(new Set(counts.slice(0, -1)).size, 1, `${counts}`);
});

Deno.test("a translation and its cycle have the images' shape", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), path = `${folder}/last.safetensors`;
  using training = start();
  await saveBaseline(path, training);
  using translator = await loadTranslator(path);
  const x = tf.zeros<tf.Rank.R4>([3, 32, 32, 3]);
  assertEquals(translator.translate(x, 1).shape, x.shape);
  assertEquals(translator.reconstruct(x, 0)!.shape, x.shape);
  assert(translator.parameters > 0);
  await Deno.remove(folder, { recursive: true });
});
