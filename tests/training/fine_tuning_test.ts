import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import type { Config } from "../../lib/config.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel, type Model } from "../../lib/networks/model.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import { createConfig } from "../../lib/presets.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { createFineTuning } from "../../lib/training/fine_tuning.ts";
import { runFiles, runTraining } from "../../lib/training/run.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const config = (changes: Partial<Config> = {}) =>
  createConfig("tiny", {
    ...{ gf: 2, df: 2, ef: 2, z: 4, batch: 8, labelEmbedding: 3, dNorm: "spectral" },
    ...{ steps1: 2, steps2: 2, saveEvery: 1, logEvery: 1 },
    ...changes,
  });

/** Trained weights: after a step, so that no row is as another. */
async function trained(changes: Partial<Config> = {}): Promise<Model> {
  const folder = await Deno.makeTempDir(), domains = ["a", "b"];
  const training = createTraining(config({ ...changes, steps1: 1, steps2: 1 }), domains);
  for await (const _ of runTraining(folder, training, noiseImages(domains, 3)));
  await Deno.remove(folder, { recursive: true });
  return training.model;
}

const values = (v: tf.Variable) => [...v.dataSync()];

Deno.test("a run begins with trained weights: all of them, where the number of domains is the same", async () => {
  const model = await trained(), origin = { file: "x", sha256: "0", domains: ["a", "b"] };
  const training = createFineTuning(model, config({ gLearningRate: 1e-5 }), ["c", "d"], origin);
  for (const network of ["generator", "average", "discriminator", "encoder"] as const) {
    const from = networkVariables(model[network]);
    for (const [name, v] of Object.entries(networkVariables(training.model[network]))) {
      assertEquals(values(v), values(from[name]), `${network}/${name}`);
    }
  }
  assertEquals([training.step1, training.step2, training.stage1.adamG.updates], [0, 0, 0]);
  assertEquals(training.history, { from: origin });
  const { message } = assertThrows(
    () => createFineTuning(model, config({ gf: 4 }), ["c", "d"]),
    RangeError,
  );
  assert(message.includes("gf: 2 -> 4"), message);
  disposeTraining(training);
  disposeModel(model);
});

Deno.test("with more domains, rows of G begin as the mean of the trained ones and D's heads anew, by the seed", async () => {
  const model = await trained(), domains = ["c", "d", "e"];
  const start = (seed: number) => createFineTuning(model, config({ seed }), domains).model;
  const [one, same, other] = [start(1), start(1), start(2)];
  for (const name of ["dense/gamma", "dense/beta", "embedding"]) {
    const rows = model.generator.weights[name].arraySync() as number[][];
    const mean = rows[0].map((v, i) => Math.fround(Math.fround(v + rows[1][i]) * 0.5));
    for (const row of one.generator.weights[name].arraySync() as number[][]) {
      row.forEach((v, i) => assert(Math.abs(v - mean[i]) <= 1e-6, `${name}: ${v}, ${mean[i]}`));
    }
  }
  assertEquals(
    values(one.generator.weights["dense/kernel"]),
    values(model.generator.weights["dense/kernel"]),
  );
  const head = (of: Model) => values(of.discriminator.weights["classes/kernel"]);
  assertEquals(one.discriminator.weights["classes/kernel"].shape[1]! % 3, 0);
  assertEquals(head(one), head(same));
  assertNotEquals(head(one), head(other));
  [one, same, other, model].forEach(disposeModel);
});

Deno.test("layers that are told c no more begin with the mean of the domains' rows, and the other way with it for each", async () => {
  const conditional = { gNorm: "conditional", labelEmbedding: 0 } as const;
  const model = await trained(conditional), domains = ["a", "b"];
  const late = createFineTuning(model, config({ ...conditional, gLabelFrom: 32 }), domains).model;
  const rows = model.generator.weights["dense/gamma"].arraySync() as number[][];
  values(late.generator.weights["dense/gamma"]).forEach((v, i) =>
    assert(Math.abs(v - (rows[0][i] + rows[1][i]) / 2) < 1e-6)
  );
  const back = createFineTuning(late, config(conditional), domains).model;
  const mean = values(late.generator.weights["dense/gamma"]);
  assertEquals(back.generator.weights["dense/gamma"].arraySync(), [mean, mean]);
  [late, back, model].forEach(disposeModel);
});

Deno.test("a fine-tuned run that is interrupted and resumed equals the uninterrupted one, and says where it is from", async () => {
  const model = await trained(), domains = ["c", "d", "e"], images = noiseImages(domains, 3);
  const folder = await Deno.makeTempDir();
  const origin = { file: "runs/x/last.safetensors", sha256: "ab", domains: ["a", "b"] };
  const start = () => createFineTuning(model, config(), domains, origin);
  const whole = start();
  for await (const _ of runTraining(`${folder}/whole`, whole, images));
  // Left after its first step, and before its first, as if the process had been killed.
  let parts = start();
  for await (const _ of runTraining(`${folder}/parts`, parts, images)) break;
  for (const stop of ["1 2", "2 1", ""]) {
    disposeTraining(parts);
    parts = await loadTraining(`${folder}/parts/${runFiles.last}`);
    for await (const { stage, step } of runTraining(`${folder}/parts`, parts, images)) {
      if (`${stage} ${step}` === stop) break;
    }
  }
  assertEquals(
    await Deno.readFile(`${folder}/parts/${runFiles.last}`),
    await Deno.readFile(`${folder}/whole/${runFiles.last}`),
  );
  assertEquals(parts.history, { from: origin });
  const told = JSON.parse(await Deno.readTextFile(`${folder}/parts/${runFiles.history}`));
  assertEquals(told, { from: origin });
  [whole, parts].forEach(disposeTraining);
  disposeModel(model);
  await Deno.remove(folder, { recursive: true });
});
