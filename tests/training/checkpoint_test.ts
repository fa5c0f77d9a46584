import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../lib/checkpoint/safetensors.ts";
import { type Config, validateConfig } from "../../lib/config.ts";
import { install } from "../../lib/kernels/install.ts";
import { countParameters, networkVariables } from "../../lib/networks/network.ts";
import { createConfig } from "../../lib/presets.ts";
import {
  CheckpointError,
  decodeModel,
  loadModel,
  loadTraining,
  saveModel,
  saveTraining,
} from "../../lib/training/checkpoint.ts";
import { decodeTraining } from "../../lib/training/decode_checkpoint.ts";
import { encodeModel, encodeTraining } from "../../lib/training/encode_checkpoint.ts";
import { createModel, disposeModel, planModel } from "../../lib/networks/model.ts";
import { NonFiniteError } from "../../lib/training/read_losses.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("cpu");

const small = { gf: 2, df: 2, ef: 2, z: 6, batch: 4, steps1: 2, steps2: 1, seed: 3 };
const config = createConfig("tiny", small);
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const once = `${folder}/once.safetensors`;

/** A run after all its steps, so that no moment and no counter is at its start; trained but once. */
async function trained(changes?: Partial<Config>): Promise<Training> {
  if (changes) return await train(changes);
  if (!await Deno.stat(once).then(() => true, () => false)) {
    const first = await train({});
    await saveTraining(once, first);
    disposeTraining(first);
  }
  return await loadTraining(once);
}

async function train(changes: Partial<Config>): Promise<Training> {
  const training = createTraining(validateConfig({ ...config, ...changes }), ["man", "woman"]);
  const images = noiseImages(["man", "woman"], 3);
  for await (const { step } of trainStage1(training, images)) assert(step <= 2);
  for await (const { step } of trainStage2(training, images)) assert(step <= 1);
  training.best = { step: 1, metric: 0.25 };
  return training;
}

/** Every number of a run's file. */
async function contents(path: string) {
  const { arrays, metadata } = decodeSafetensors(await Deno.readFile(path));
  return { arrays: { ...arrays }, description: JSON.parse(metadata.im2im) };
}

Deno.test("a run and its networks are encoded and decoded in memory as they are in files", async () => {
  const training = await trained(), path = `${folder}/file.safetensors`;
  for (const dtype of ["F32", "F16"] as const) {
    await saveModel(path, training, dtype);
    assertEquals(await encodeModel(training, dtype), await Deno.readFile(path));
  }
  await saveTraining(path, training);
  const bytes = await encodeTraining(training);
  assertEquals(bytes, await Deno.readFile(path));
  disposeTraining(training);
  const before = tf.memory().numTensors;
  const decoded = decodeTraining("run", bytes, config);
  assertEquals(await encodeTraining(decoded), bytes);
  disposeTraining(decoded);
  const other = { ...config, beta1: 0.25 };
  assertThrows(() => decodeTraining("run", bytes, other), CheckpointError, "run: saved under ano");
  assertThrows(() => decodeTraining("run", bytes.subarray(1)), CheckpointError, "run: ");
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a run is loaded bit for bit: weights, moments, streams, counters", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  const before = tf.memory().numTensors;
  const loaded = await loadTraining(path, config);
  await saveTraining(`${folder}/again.safetensors`, loaded);
  assertEquals(
    await Deno.readFile(`${folder}/again.safetensors`),
    await Deno.readFile(path),
  );
  const { description, arrays } = await contents(path);
  assertEquals([description.step1, description.step2], [2, 1]);
  assertEquals(description.updates, [2, 2, 1]);
  assertEquals(description.best, { step: 1, metric: 0.25 });
  assertNotEquals(
    arrays["adam/encoder/m/latent/kernel"].values,
    new Float32Array(arrays["adam/encoder/m/latent/kernel"].values.length),
  );
  disposeTraining(loaded);
  assertEquals(tf.memory().numTensors, before);
  disposeTraining(training);
});

Deno.test("a model is loaded from a run's file and from its own, in F32 and F16", async () => {
  const training = await trained(), { model } = training;
  await saveTraining(`${folder}/run.safetensors`, training);
  await saveModel(`${folder}/model.safetensors`, training);
  await saveModel(`${folder}/half.safetensors`, training, "F16");
  const weights = async (m: typeof model) =>
    await Promise.all(
      Object.values(networkVariables(m.average)).map((v) => v.data<"float32">()),
    );
  const expected = await weights(model);
  for (const name of ["run", "model"]) {
    const loaded = await loadModel(`${folder}/${name}.safetensors`);
    assertEquals(await weights(loaded), expected);
    assertEquals([...loaded.domains], ["man", "woman"]);
    disposeModel(loaded);
  }
  const half = await loadModel(`${folder}/half.safetensors`);
  assertEquals(
    await weights(half),
    expected.map((values) => new Float32Array(new Float16Array(values))),
  );
  disposeModel(half);
  const size = async (name: string) => (await Deno.stat(`${folder}/${name}.safetensors`)).size;
  assert(await size("half") < 0.75 * await size("model"));
  assert(await size("model") > 4 * countParameters(model.generator));
  disposeTraining(training);
});

Deno.test("a model's file holds what translation uses, one G and no more", async () => {
  const training = await trained(), path = `${folder}/model.safetensors`;
  await saveTraining(`${folder}/run.safetensors`, training);
  await saveModel(path, training);
  disposeTraining(training);
  const networks = async (file: string) =>
    new Set(Object.keys((await contents(file)).arrays).map((name) => name.split("/")[0]));
  assertEquals([...await networks(path)], ["average", "discriminator", "encoder"]);
  assert((await networks(`${folder}/run.safetensors`)).has("generator"));
  const loaded = await loadModel(path), { generator, average } = loaded;
  const values = async (v: tf.Variable) => await v.data<"float32">();
  const kernel = "dense/kernel";
  assertEquals(await values(generator.weights[kernel]), await values(average.weights[kernel]));
  disposeModel(loaded);
  const plain = await trained({ emaMomentum: 0 });
  await saveModel(path, plain);
  assertEquals([...await networks(path)], ["generator", "discriminator", "encoder"]);
  const again = await loadModel(path);
  assert(again.average === again.generator);
  assertEquals(
    await values(again.average.weights[kernel]),
    await values(plain.model.average.weights[kernel]),
  );
  disposeModel(again);
  disposeTraining(plain);
});

Deno.test("resuming under another config lists exactly the difference", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  disposeTraining(training);
  const other = createConfig("tiny", { ...small, seed: 4, gLearningRate: 1e-3 });
  const { message } = await assertRejects(() => loadTraining(path, other), CheckpointError);
  assertEquals(
    message,
    `${path}: saved under another config (seed: 3 -> 4; gLearningRate: 0.0005 -> 0.001); ` +
      "resume without these options, or train into another folder",
  );
});

Deno.test("a run may be made longer, but stage 1 only until stage 2 has begun", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  disposeTraining(training);
  const longer = await loadTraining(path, createConfig("tiny", { ...small, steps2: 7 }));
  assertEquals(longer.model.config.steps2, 7);
  disposeTraining(longer);
  await assertRejects(
    () => loadTraining(path, createConfig("tiny", { ...small, steps1: 9 })),
    CheckpointError,
    "steps1: 2 -> 9, but stage 2 has begun",
  );
});

Deno.test("a file older than the record of erasing counts as erased where its stage 2 had ended", async () => {
  const path = `${folder}/run.safetensors`;
  for (
    const [changes, erased] of [
      [{ eErase: true }, 1],
      [{ eErase: true, steps2: 2 }, 0],
      [{ eErase: false }, 0],
    ] as const
  ) {
    const training = await trained({ eErase: false });
    await saveTraining(path, training);
    disposeTraining(training);
    const { arrays, metadata } = decodeSafetensors(await Deno.readFile(path));
    const { erased: _, ...older } = JSON.parse(metadata.im2im);
    const description = { ...older, config: { ...older.config, ...changes } };
    const metadataThen = { im2im: JSON.stringify(description) };
    await Deno.writeFile(path, encodeSafetensors({ arrays, metadata: metadataThen }));
    const loaded = await loadTraining(path);
    assertEquals(loaded.erased, erased);
    disposeTraining(loaded);
  }
});

Deno.test("a truncated file, or one that is no checkpoint, is refused by name", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  disposeTraining(training);
  const bytes = await Deno.readFile(path), bad = `${folder}/bad.safetensors`;
  const before = tf.memory().numTensors;
  const refused = async (content: Uint8Array, reason: string) => {
    await Deno.writeFile(bad, content);
    for (const load of [loadModel, loadTraining]) {
      const { message } = await assertRejects(() => load(bad), CheckpointError, reason);
      assert(message.startsWith(`${bad}: `), message);
    }
  };
  for (const length of [0, 7, 100, bytes.length >> 1, bytes.length - 1]) {
    await refused(bytes.slice(0, length), "Not a readable safetensors file");
  }
  await refused(new TextEncoder().encode("not a checkpoint at all"), "safetensors");
  await refused(encodeSafetensors({ arrays: {}, metadata: {} }), "not a checkpoint of im2im");
  const { arrays, metadata } = decodeSafetensors(bytes);
  const description = JSON.parse(metadata.im2im);
  const written = (changes: object) =>
    encodeSafetensors({
      arrays,
      metadata: { im2im: JSON.stringify({ ...description, ...changes }) },
    });
  await refused(written({ format: 2 }), "of another version");
  await refused(written({ config: { ...config, gf: 3 } }), "has shape");
  await refused(written({ config: { ...config, emaMomentum: 0 } }), "unexpected: average/");
  await refused(written({ config: { ...config, gf: -3 } }), "not a checkpoint");
  await refused(written({ step2: -1 }), "not a checkpoint");
  await refused(written({ erased: 0.5 }), "not a checkpoint");
  for (const names of [[], "ab", ["a", "a"], ["a", 1], ["a", ""], ["a", ".."], ["a", "."]]) {
    await refused(written({ domains: names }), "not a checkpoint");
  }
  for (const name of ["../../x", "/x", "x/", "..\\x"]) {
    await refused(written({ domains: ["a", name] }), "not a checkpoint");
    assertThrows(() => createTraining(config, ["a", name]), RangeError, "without / and \\");
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a model's file cannot be resumed from", async () => {
  const training = await trained(), path = `${folder}/model.safetensors`;
  await saveModel(path, training);
  disposeTraining(training);
  await assertRejects(() => loadTraining(path), CheckpointError, "holds a model, not a run");
});

Deno.test("weights that are not finite are not saved over good ones", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  const good = await Deno.readFile(path);
  const weight = training.model.encoder.weights["latent/bias"];
  tf.tidy(() => weight.assign(tf.fill(weight.shape, NaN)));
  await assertRejects(() => saveTraining(path, training), NonFiniteError, "encoder/latent/bias");
  assertEquals(await Deno.readFile(path), good);
  disposeTraining(training);
});

Deno.test("a folder that is gone is the system's error, and the run goes on", async () => {
  const training = await trained();
  await assertRejects(
    () => saveTraining(`${folder}/missing/run.safetensors`, training),
    Deno.errors.NotFound,
  );
  disposeTraining(training);
});

Deno.test("NaN, infinity and negative squares in a checkpoint are refused by their variable's name", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  disposeTraining(training);
  const { arrays, metadata } = decodeSafetensors(await Deno.readFile(path));
  const before = tf.memory().numTensors, bad = `${folder}/bad.safetensors`;
  const refused = async (name: string, value: number, found: string, loads = [loadTraining]) => {
    const values = arrays[name].values.slice();
    values[values.length - 1] = value;
    const changed = { ...arrays, [name]: { ...arrays[name], values } };
    await Deno.writeFile(bad, encodeSafetensors({ arrays: changed, metadata }));
    for (const load of loads) {
      const { message } = await assertRejects(() => load(bad), CheckpointError);
      assertEquals(
        message,
        `${bad}: ${name} holds ${found}: the file is damaged, use another checkpoint`,
      );
    }
  };
  const both = [loadTraining, loadModel] as (typeof loadTraining)[];
  await refused("encoder/latent/bias", NaN, "NaN or infinity", both);
  await refused("average/dense/kernel", -Infinity, "NaN or infinity", both);
  await refused("adam/generator/m/dense/kernel", Infinity, "NaN or infinity");
  const squares = "NaN, infinity or a number below 0";
  await refused("adam/encoder/v/latent/kernel", -1, squares);
  await refused("generator/dense/variance", -1, squares, both);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a weight that float16 cannot hold is not saved as infinity", async () => {
  const training = await trained(), path = `${folder}/half.safetensors`;
  const weight = training.model.encoder.weights["latent/bias"];
  tf.tidy(() => weight.assign(tf.fill(weight.shape, 7e4)));
  const before = await Deno.readFile(path).catch(() => undefined);
  await assertRejects(
    () => saveModel(path, training, "F16"),
    NonFiniteError,
    "encoder/latent/bias has weights beyond 65504",
  );
  assertEquals(await Deno.readFile(path).catch(() => undefined), before);
  disposeTraining(training);
});

Deno.test("a file of a kilobyte that promises gigabytes is refused before any is taken", async () => {
  const huge = createConfig("paper", { size: 128, gf: 512, df: 512, ef: 512, z: 1024 });
  const description = { format: 1, domains: ["a", "b"], step1: 0, step2: 0, config: huge };
  for (const kind of ["model", "training"]) {
    const path = `${folder}/huge.safetensors`, before = Deno.memoryUsage().rss;
    const random = { batches: [1, 2, 3, 4], stage1: [1, 2, 3, 4], stage2: [1, 2, 3, 4] };
    const im2im = JSON.stringify({ ...description, kind, updates: [0, 0, 0], random });
    await Deno.writeFile(path, encodeSafetensors({ arrays: {}, metadata: { im2im } }));
    for (const load of [loadModel, loadTraining]) {
      await assertRejects(() => load(path), CheckpointError);
    }
    assert(Deno.memoryUsage().rss - before < 100 * 2 ** 20);
  }
});

Deno.test("loading draws no weights that are then thrown away, and holds none twice", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  const { config, domains } = training.model;
  for (const [network, plan] of Object.entries(planModel(config, domains.length))) {
    const variables = networkVariables(training.model[network as "encoder"]);
    assertEquals(Object.keys(plan).sort(), Object.keys(variables).sort());
    for (const [name, { shape }] of Object.entries(plan)) {
      assertEquals(variables[name].shape, [...shape]);
    }
  }
  const fresh = createModel(config, domains), tensors = tf.memory().numTensors;
  disposeModel(fresh);
  const loaded = await loadModel(path);
  assertEquals(tf.memory().numTensors, tensors);
  const decoded = decodeModel("run", await Deno.readFile(path));
  const kernel = (model: typeof loaded) => model.generator.weights["dense/kernel"].dataSync();
  assertEquals(kernel(decoded), kernel(loaded));
  assertEquals(kernel(decoded), kernel(training.model));
  assertThrows(() => decodeModel("run", new Uint8Array(9)), CheckpointError, "run: ");
  [loaded, decoded].forEach(disposeModel);
  disposeTraining(training);
});

Deno.test("a file whose domains its config cannot be trained on is refused by name", async () => {
  const training = await trained(), path = `${folder}/run.safetensors`;
  await saveTraining(path, training);
  disposeTraining(training);
  const { arrays, metadata } = decodeSafetensors(await Deno.readFile(path));
  const description = JSON.parse(metadata.im2im);
  const refused = async (changes: object, reason: string) => {
    const im2im = JSON.stringify({ ...description, ...changes });
    await Deno.writeFile(path, encodeSafetensors({ arrays, metadata: { im2im } }));
    const { message } = await assertRejects(() => loadTraining(path), CheckpointError, reason);
    assert(message.startsWith(`${path}: `), message);
  };
  await refused({ domains: ["one"] }, "not a checkpoint");
  await refused({ best: { step: -1, metric: 0 } }, "not a checkpoint");
  await refused({ best: "good" }, "not a checkpoint");
  const domains = ["a", "b", "c"];
  await refused({ domains, config: { ...config, consistencyWeight: 1 } }, "a batch of at least 6");
});
