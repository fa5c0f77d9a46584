import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { type Config, createConfig, type PresetName } from "../../mod.ts";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { type Network, networkVariables } from "../../lib/networks/network.ts";
import { Random } from "../../lib/random.ts";
import { createAugment } from "../../lib/training/diff_augment.ts";
import { oneHot, sampleLatent } from "../../lib/training/latent.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { discriminatorStep, generatorStep, stage1Step } from "../../lib/training/stage1_step.ts";
import { stage2Step } from "../../lib/training/stage2_step.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";

tf.enableProdMode();
registerCpuKernels();
await tf.setBackend("cpu");

const presets: readonly PresetName[] = ["paper", "release", "modern"];
const policies = ["color", "translation", "cutout"] as const;

function start(preset: PresetName, changes: Partial<Config> = {}): Training {
  const config = createConfig(preset, {
    size: 32,
    gf: 2,
    df: 2,
    ef: 2,
    z: 6,
    batch: 4,
    ...changes,
  });
  return createTraining(config, ["a", "b"]);
}

function batchOf({ model: { config } }: Training) {
  const random = new Random(9);
  const x = random.fillUniform(new Float32Array(4 * 32 * 32 * 3), -1, 1);
  return {
    x: tf.tensor4d(x, [4, 32, 32, 3]),
    c: oneHot([0, 1, 1, 0], 2),
    z: sampleLatent(config, random, 4),
  };
}

const snapshot = (network: Network) =>
  Object.fromEntries(
    Object.entries(networkVariables(network)).map(([name, v]) => [name, v.dataSync().slice()]),
  );

/** Names of the variables that differ between two snapshots. */
function moved(before: Record<string, ArrayLike<number>>, network: Network): string[] {
  return Object.entries(snapshot(network))
    .filter(([name, now]) => !Array.from(now).every((v, i) => v === before[name][i]))
    .map(([name]) => name);
}

for (const preset of presets) {
  Deno.test(`${preset}: D's step moves every weight of D and nothing of G`, () => {
    const training = start(preset), { generator, discriminator } = training.model;
    const g = snapshot(generator), d = snapshot(discriminator);
    tf.dispose(discriminatorStep(training.stage1, batchOf(training), (x) => x));
    assertEquals(moved(g, generator), []);
    // At the start hinge pulls on the source bias from both sides alike, and a u of length 1 is 1.
    const still = preset === "modern" ? ["source/bias", "source/u"] : [];
    assertEquals(moved(d, discriminator), Object.keys(d).filter((name) => !still.includes(name)));
    disposeTraining(training);
  });

  Deno.test(`${preset}: G's step moves every weight of G and nothing of D, statistics included`, () => {
    const training = start(preset), { generator, discriminator } = training.model;
    const g = snapshot(generator), d = snapshot(discriminator);
    tf.dispose(generatorStep(training.stage1, batchOf(training), (x) => x));
    assertEquals(moved(d, discriminator), []);
    assertEquals(moved(g, generator), Object.keys(g));
    disposeTraining(training);
  });

  for (const objective of ["z", "pixel"] as const) {
    Deno.test(`${preset}: stage 2 (${objective}) moves every weight of E and nothing of G`, () => {
      const training = start(preset, { objective }),
        { generator, average, encoder } = training.model;
      // A fresh G in inference mode is an even grey; larger kernels let its pixels depend on z.
      for (const g of [generator, average]) {
        Object.entries(g.weights).filter(([name]) => name.endsWith("kernel"))
          .forEach(([, w]) => w.assign(tf.tidy(() => w.mul(20))));
      }
      const before = [generator, average].map(snapshot), e = snapshot(encoder);
      tf.dispose(stage2Step(training.stage2, batchOf(training)));
      assertEquals(moved(before[0], generator), []);
      assertEquals(moved(before[1], average), []);
      assertEquals(moved(e, encoder), Object.keys(e));
      disposeTraining(training);
    });
  }

  Deno.test(`${preset}: many steps leak nothing, with DiffAugment too`, async () => {
    const before = tf.memory().numTensors;
    const training = start(preset, { diffAugment: policies, eAugment: policies });
    const augment = createAugment(policies, training.random.stage1);
    const step = () =>
      tf.tidy(() => ({
        ...stage1Step(training.stage1, batchOf(training), augment),
        ...stage2Step(training.stage2, batchOf(training), augment),
      }));
    await readLosses(step());
    const settled = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) {
      const losses = await readLosses(step());
      assertEquals(Object.keys(losses).length, preset === "modern" ? 8 : 5);
      assertEquals(tf.memory().numTensors, settled);
    }
    disposeTraining(training);
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("real images in stage 2 add their losses, weighted, and still move E alone", async () => {
  const losses = async (changes: Partial<Config>) => {
    const training = start("modern", { eNorm: "none", ...changes });
    const { average, discriminator, encoder } = training.model;
    const [g, d, e] = [average, discriminator, encoder].map(snapshot);
    const batch = batchOf(training), { x, c } = batch;
    const values = await readLosses(stage2Step(training.stage2, { ...batch, real: { x, c } }));
    assertEquals(moved(g, average), []);
    assertEquals(moved(d, discriminator), []);
    assertEquals(moved(e, encoder), Object.keys(e));
    disposeTraining(training);
    return values;
  };
  const weights = ["eRealWeight", "eDetailWeight", "eFeatureWeight", "eInvarianceWeight"];
  const all = (weight: number) => Object.fromEntries(weights.map((name) => [name, weight]));
  const once = await losses(all(1)), thrice = await losses(all(3));
  assertEquals(Object.keys(once), ["e/latent", "e/real", "e/detail", "e/features", "e/invariance"]);
  assertEquals(thrice["e/latent"], once["e/latent"]);
  assertAlmostEquals(thrice["e/real"], 3 * once["e/real"], 1e-5);
  assertAlmostEquals(thrice["e/detail"], 3 * once["e/detail"], 1e-4);
  assertAlmostEquals(thrice["e/features"], 3 * once["e/features"], 1e-4);
  assertAlmostEquals(thrice["e/invariance"], 3 * once["e/invariance"], 1e-5);
  assert(once["e/real"] > 0.01 && once["e/invariance"] > 0);
  const names = async (changes: Partial<Config>) => Object.keys(await losses(changes));
  const none = all(0);
  assertEquals(await names({ ...none, eInvarianceWeight: 1 }), ["e/latent", "e/invariance"]);
  assertEquals(await names({ ...none, eDetailWeight: 1 }), ["e/latent", "e/detail"]);
  assertEquals(await names({ ...none, eFeatureWeight: 1 }), ["e/latent", "e/features"]);
});

Deno.test("E beside G: G's step moves both and nothing of D, its losses by name, weighted", async () => {
  const run = async (weight: number) => {
    const training = start("modern", {
      ...{ batch: 8, encodedShare: 0.5, gLabelFrom: 16 },
      ...{ rebuildWeight: weight, rebuildDetailWeight: weight, rebuildFeatureWeight: weight },
    });
    const { config, generator, discriminator, encoder } = training.model;
    const random = new Random(9),
      images = random.fillUniform(new Float32Array(8 * 32 * 32 * 3), -1, 1);
    const batch = {
      x: tf.tensor4d(images, [8, 32, 32, 3]),
      c: oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2),
      z: sampleLatent(config, random, 8),
    };
    const [g, d, e] = [generator, discriminator, encoder].map(snapshot);
    const losses = await readLosses(generatorStep(training.stage1, batch, (x) => x));
    assertEquals(moved(g, generator), Object.keys(g));
    assertEquals(moved(d, discriminator), []);
    assertEquals(moved(e, encoder), Object.keys(e));
    assertEquals(training.stage1.adamE!.updates, 1);
    disposeTraining(training);
    return losses;
  };
  const once = await run(1), thrice = await run(3);
  assertEquals(
    Object.keys(once).filter((name) => !["g/source", "g/class"].includes(name)).toSorted(),
    ["e/latent", "e/prior", "g/consistency", "g/detail", "g/features", "g/latent", "g/rebuilt"],
  );
  assertAlmostEquals(thrice["g/rebuilt"], 3 * once["g/rebuilt"], 1e-5);
  assertAlmostEquals(thrice["g/detail"], 3 * once["g/detail"], 1e-4);
  assertAlmostEquals(thrice["g/features"], 3 * once["g/features"], 1e-4);
  assertEquals(thrice["e/latent"], once["e/latent"]);
  assert(once["g/rebuilt"] > 0.1 && once["e/prior"] > 0 && once["e/latent"] > 0.1);
});

Deno.test("E beside G: E reads encoded z again in every domain; covariances have a weight", async () => {
  const names = async (changes: Partial<Config>) => {
    const training = start("modern", { batch: 8, encodedShare: 0.5, ...changes });
    const { config } = training.model, random = new Random(9);
    const images = random.fillUniform(new Float32Array(8 * 32 * 32 * 3), -1, 1);
    const batch = {
      x: tf.tensor4d(images, [8, 32, 32, 3]),
      c: oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2),
      z: sampleLatent(config, random, 8),
    };
    const losses = await readLosses(generatorStep(training.stage1, batch, (x) => x));
    disposeTraining(training);
    return losses;
  };
  const all = (weight: number) =>
    names({
      ...{ cycleWeight: weight, correlationWeight: weight },
      ...{ invarianceWeight: weight, energyWeight: weight, priorEnergyWeight: weight },
    });
  const plain = await names({}), once = await all(1), thrice = await all(3);
  const more = Object.keys(once).filter((name) => !(name in plain));
  const expected = ["e/correlation", "e/cycle", "e/energy", "e/invariance", "e/prior-energy"];
  assertEquals(more.toSorted(), expected);
  for (const name of more) assertAlmostEquals(thrice[name], 3 * once[name], 1e-4);
  assert(once["e/cycle"] > 0);
  // Without random z, the encoded ones alone are read again.
  const whole = await names({ encodedShare: 1, cycleWeight: 1 });
  assert("e/cycle" in whole && !("e/latent" in whole));
});

Deno.test("E beside G: an update of E with each of G, and nothing leaks", async () => {
  const training = start("modern", { batch: 8, encodedShare: 0.5, rebuildWeight: 1, gSteps: 2 });
  const x = tf.randomUniform<tf.Rank.R4>([8, 32, 32, 3], -1, 1);
  const batch = { x, c: oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2), z: tf.zeros<tf.Rank.R2>([8, 6]) };
  await readLosses(tf.tidy(() => stage1Step(training.stage1, batch)));
  const settled = tf.memory().numTensors;
  await readLosses(tf.tidy(() => stage1Step(training.stage1, batch)));
  assertEquals(tf.memory().numTensors, settled);
  assertEquals(training.stage1.adamE!.updates, 4);
  disposeTraining(training);
  tf.dispose(batch);
});

Deno.test("a share that asks for less than one z of each domain is refused", () => {
  assertThrows(
    () => start("modern", { encodedShare: 0.1 }),
    RangeError,
    "encodedShare 0.1 of a batch of 4 is less than one z of each of 2 domains",
  );
});

Deno.test("one D step and gSteps G steps are counted by their moments", () => {
  const training = start("release");
  tf.dispose(stage1Step(training.stage1, batchOf(training)));
  assertEquals(training.stage1.adamD.updates, 1);
  assertEquals(training.stage1.adamG.updates, 2);
  disposeTraining(training);
});

Deno.test("the moving average starts by following G closely, and carries batch-norm statistics", () => {
  const training = start("modern"), { generator, average } = training.model;
  const before = snapshot(average);
  tf.dispose(stage1Step(training.stage1, batchOf(training)));
  const decay = Math.min(0.999, 2 / 11);
  for (const name of ["dense/kernel", "dense/mean"]) {
    const now = networkVariables(generator)[name].dataSync(), old = before[name];
    const held = networkVariables(average)[name].dataSync();
    for (let i = 0; i < 5; i++) {
      assertAlmostEquals(held[i], decay * old[i] + (1 - decay) * now[i], 1e-6);
    }
  }
  disposeTraining(training);
});

Deno.test("without an average, translation uses G itself", () => {
  const training = start("release");
  assert(training.model.average === training.model.generator);
  disposeTraining(training);
});

Deno.test("the same seed gives the same run, another seed another", () => {
  const run = (seed: number) => {
    const training = start("modern", { seed });
    tf.dispose(stage1Step(training.stage1, batchOf(training)));
    const result = Array.from(training.model.generator.weights["up1/kernel"].dataSync());
    disposeTraining(training);
    return result;
  };
  assertEquals(run(3), run(3));
  assertNotEquals(run(3), run(4));
});
