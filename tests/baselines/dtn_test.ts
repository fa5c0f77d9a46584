import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { loadTranslator, saveBaseline } from "../../lib/baselines/baseline_checkpoint.ts";
import { createBaselineConfig } from "../../lib/baselines/baseline_config.ts";
import { beginBaseline, createBaselineTraining } from "../../lib/baselines/baseline_training.ts";
import { dtn } from "../../lib/baselines/dtn.ts";
import type { DtnConfig } from "../../lib/baselines/dtn_config.ts";
import { dtnStep } from "../../lib/baselines/dtn_step.ts";
import { runBaseline, trainBaseline } from "../../lib/baselines/train_baseline.ts";
import { drawNow } from "../../lib/kernels/draw.ts";
import { install } from "../../lib/kernels/install.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { loadBaselineTraining } from "../../lib/baselines/baseline_checkpoint.ts";
import { saveTraining } from "../../lib/training/checkpoint.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { createTraining } from "../../lib/training/training.ts";
import { encode } from "../../lib/translation/translate.ts";
import { noiseImages } from "../training/noise_images.ts";

tf.enableProdMode();
await install("wasm");

const domains = ["a", "b"], images = noiseImages(domains, 5);
const small = { size: 32, gf: 1, df: 1, batch: 2, steps1: 4, logEvery: 1, saveEvery: 2 } as const;
const configOf = (changes: Partial<DtnConfig> = {}) =>
  createBaselineConfig(dtn, { ...small, ...changes });
const noise = (seed: number) =>
  tf.tensor4d(
    new Random(seed).fillUniform(new Float32Array(2 * 3072), -1, 1),
    [2, 32, 32, 3],
  );

/** A run of the two-step method whose E is a small one, and its file. */
async function twoStepRun(folder: string, size: 32 | 64 = 32) {
  const config = createConfig("tiny", { size, gf: 1, df: 1, ef: 1, z: 3 });
  const training = createTraining(config, domains), path = `${folder}/two-step.safetensors`;
  await saveTraining(path, training);
  return { training, path };
}

Deno.test("a step moves every weight of g and D, and nothing of f, and leaves nothing", async () => {
  using training = await beginBaseline(dtn, configOf({ gf: 2, df: 2 }), domains);
  const values = () =>
    Promise.all(
      Object.entries(training.networks).flatMap(([network, n]) =>
        Object.entries(networkVariables(n)).map(async ([name, v]) =>
          [`${network}/${name}`, `${await v.data()}`] as const
        )
      ),
    );
  const before = await values(), s = noise(1), t = noise(2), held = tf.memory().numTensors;
  const losses = await readLosses(dtnStep(training, s, t, drawNow));
  assertEquals(tf.memory().numTensors, held);
  assertEquals(Object.keys(losses), [
    "g/source",
    "g/const",
    "g/identity",
    "g/smooth",
    "d/source",
  ]);
  // Three classes that an untrained D cannot tell apart.
  assertAlmostEquals(losses["d/source"], 3 * Math.log(3), 0.2);
  assertAlmostEquals(losses["g/source"], 2 * Math.log(3), 0.2);
  const after = new Map(await values());
  for (const [name, value] of before) {
    if (name.startsWith("f/")) assertEquals(after.get(name), value, name);
    else assertNotEquals(after.get(name), value, name);
  }
  tf.dispose([s, t]);
});

Deno.test("f is the E of a run, without its labels, and the run's file keeps a copy", async () => {
  const folder = await Deno.makeTempDir(), { training: twoStep, path } = await twoStepRun(folder);
  using _ = twoStep;
  using training = await beginBaseline(dtn, configOf({ f: path }), domains);
  const { fLength, fFilters } = training.config;
  assertEquals([fLength, fFilters], [3, 1]);
  const s = noise(3), t = noise(4), { model } = twoStep;
  const before = await encode(model, s).data();
  await readLosses(dtnStep(training, s, t, drawNow));
  const saved = `${folder}/last.safetensors`;
  await saveBaseline(saved, training);
  await Deno.remove(path);
  using again = await loadBaselineTraining(saved);
  const f = again.networks.f.statistics, own = networkVariables(model.encoder);
  for (const [name, v] of Object.entries(own)) assertEquals(await f[name].data(), await v.data());
  assert(before.every(Number.isFinite));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an f for images of another size is refused, and so is a file that is none", async () => {
  const folder = await Deno.makeTempDir(), { training, path } = await twoStepRun(folder, 64);
  training[Symbol.dispose]();
  await assertRejects(
    () => beginBaseline(dtn, configOf({ f: path }), domains),
    RangeError,
    "is for images of 64x64, and this run has 32x32",
  );
  await assertRejects(() => beginBaseline(dtn, configOf({ f: "nowhere" }), domains), Error);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a run that was interrupted ends as one that was not", async () => {
  const [whole, broken] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  using uninterrupted = await beginBaseline(dtn, configOf(), domains);
  for await (const _ of runBaseline(whole, uninterrupted, images));
  const abort = new AbortController();
  using first = await beginBaseline(dtn, configOf(), domains);
  for await (const { step } of runBaseline(broken, first, images, { signal: abort.signal })) {
    if (step === 2) abort.abort();
  }
  using second = await loadBaselineTraining(`${broken}/last.safetensors`);
  for await (const _ of runBaseline(broken, second, images));
  const bytes = async (folder: string) => `${await Deno.readFile(`${folder}/last.safetensors`)}`;
  assertEquals(await bytes(broken), await bytes(whole));
  for (const folder of [whole, broken]) await Deno.remove(folder, { recursive: true });
});

Deno.test("source and target are named, and a run translates to its target alone", async () => {
  const three = ["cats", "dogs", "owls"];
  const check = (changes: Partial<DtnConfig>) => () => dtn.checkDomains(configOf(changes), three);
  assertThrows(check({}), RangeError, "toDomain must be one of dogs, owls");
  assertThrows(check({ toDomain: "cows" }), RangeError, "cows is no domain of the data");
  assertThrows(check({ toDomain: "owls", fromDomain: "owls" }), RangeError, "are both owls");
  assertThrows(() => createBaselineTraining(dtn, configOf(), domains), TypeError, "beginBaseline");

  const chosen = configOf({ fromDomain: "owls", toDomain: "dogs" });
  using training = await beginBaseline(dtn, chosen, three);
  for await (const _ of trainBaseline(training, noiseImages(three, 4)));
  const folder = await Deno.makeTempDir(), path = `${folder}/last.safetensors`;
  await saveBaseline(path, training);
  using translator = await loadTranslator(path);
  assertEquals(translator.directions, [[2, 1]]);
  assertEquals(dtn.targets!(chosen, three), ["dogs"]);
  const x = noise(5), held = tf.memory().numTensors;
  const y = translator.translate(x, 1), again = translator.reconstruct(x, 1)!;
  assertEquals([y.shape, again.shape], [x.shape, x.shape]);
  assertEquals(translator.reconstruct(x, 2), undefined);
  assertThrows(() => translator.translate(x, 0), RangeError, "translates to dogs alone");
  tf.dispose([y, again]);
  assertEquals(tf.memory().numTensors, held);
  x.dispose();
  await Deno.remove(folder, { recursive: true });
});
