import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Config } from "../../lib/config.ts";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { bceLoss } from "../../lib/losses/adversarial_loss.ts";
import { crossEntropy } from "../../lib/losses/class_loss.ts";
import { realOfClasses } from "../../lib/losses/real_of_classes.ts";
import { applyDiscriminator } from "../../lib/networks/discriminator.ts";
import { applyGenerator } from "../../lib/networks/generator.ts";
import { type Network, networkVariables } from "../../lib/networks/network.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { identityAugment } from "../../lib/training/diff_augment.ts";
import { oneHot, sampleLatent } from "../../lib/training/latent.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { runTraining } from "../../lib/training/run.ts";
import { discriminatorStep, generatorStep, stage1Step } from "../../lib/training/stage1_step.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
registerCpuKernels();
await tf.setBackend("cpu");

const heads = ["concat", "semi", "infogan"] as const;
const small = { size: 32, gf: 2, df: 2, ef: 2, z: 4, batch: 4, instanceNoise: 0 } as const;
const domains = ["a", "b"];

const start = (preset: PresetName, changes: Partial<Config>): Training =>
  createTraining(createConfig(preset, { ...small, ...changes }), domains);

function reals(seed: number): tf.Tensor4D {
  const values = new Random(seed).fillUniform(new Float32Array(4 * 32 * 32 * 3), -1, 1);
  return tf.tensor4d(values, [4, 32, 32, 3]);
}

const batchOf = ({ model: { config } }: Training) => ({
  x: reals(9),
  c: oneHot([0, 1, 1, 0], 2),
  z: sampleLatent(config, new Random(8), 4),
});

const valuesOf = (network: Network) =>
  Object.entries(networkVariables(network)).map(([name, v]) => [name, [...v.dataSync()]]);

for (const preset of ["modern", "release"] as const) {
  for (const dHead of heads) {
    const labelledShare = dHead === "concat" ? 1 : 0.5;
    Deno.test(`${preset}, ${dHead}: D's step moves all of D alone, G's all of G alone; nothing leaks`, async () => {
      const training = start(preset, { dHead, labelledShare });
      const { generator, discriminator } = training.model;
      const labelled = dHead === "semi" ? { x: reals(3), c: oneHot([1, 1, 0, 0], 2) } : undefined;
      const batch = { ...batchOf(training), labelled };
      const moved = async (step: () => Promise<unknown>) => {
        const networks = [generator, discriminator], before = networks.map(valuesOf);
        await step();
        return networks.map(valuesOf).map((now, i) =>
          now.filter(([, values], k) => `${values}` !== `${before[i][k][1]}`).map(([name]) => name)
        );
      };
      const { stage1 } = training;
      const [none, ofD] = await moved(() =>
        readLosses(discriminatorStep(stage1, batch, identityAugment))
      );
      const [ofG, nothing] = await moved(() =>
        readLosses(generatorStep(stage1, batch, identityAugment))
      );
      // At the start hinge pulls on the source bias from both sides alike, and a u of length 1 is 1.
      const still = preset === "modern" ? ["source/bias", "source/u"] : [];
      const every = Object.keys(networkVariables(discriminator));
      assertEquals(ofD, every.filter((name) => !still.includes(name) || ofD.includes(name)));
      assertEquals([none, nothing], [[], []]);
      assertEquals(ofG, Object.keys(networkVariables(generator)));
      const before = tf.memory().numTensors;
      const names = Object.keys(await readLosses(stage1Step(stage1, batch)));
      assertEquals(tf.memory().numTensors, before);
      assertEquals(names.includes("d/class"), dHead !== "concat");
      assertEquals(names.includes("g/class"), dHead !== "concat");
      disposeTraining(training);
    });
  }

  Deno.test(`${preset}: D of a conditional GAN is told c, of the reals and of the fakes`, async () => {
    const training = start(preset, { dHead: "concat", dNorm: "none", loss: "bce", zWeight: 0 });
    const { config, discriminator, generator } = training.model, { x, c, z } = batchOf(training);
    const expected = tf.tidy(() => {
      const fake = applyGenerator(config, generator, z, c, { observed: {} });
      const judge = (x: tf.Tensor4D) => applyDiscriminator(config, discriminator, x, {}, c).source;
      return bceLoss.d(judge(x), judge(fake)).dataSync()[0];
    });
    const losses = await readLosses(
      discriminatorStep(training.stage1, { x, c, z }, identityAugment),
    );
    assertEquals(Object.keys(losses), ["d/source"]);
    assertAlmostEquals(losses["d/source"], expected, 1e-5);
    disposeTraining(training);
  });
}

Deno.test("semi-supervised: classes by the labelled reals alone, one of K by all the others", async () => {
  const training = start("modern", {
    dHead: "semi",
    labelledShare: 0.5,
    dNorm: "none",
    loss: "bce",
  });
  const { config, discriminator, generator } = training.model, batch = batchOf(training);
  const labelled = { x: reals(3), c: oneHot([1, 1, 0, 0], 2) };
  const [source, classes] = tf.tidy(() => {
    const fake = applyGenerator(config, generator, batch.z, batch.c, { observed: {} });
    const logits = (x: tf.Tensor4D) => {
      const { source, classes } = applyDiscriminator(config, discriminator, x);
      return { source, classes: classes! };
    };
    const real = realOfClasses(logits(batch.x)), made = realOfClasses(logits(fake));
    const told = crossEntropy(logits(labelled.x).classes, labelled.c);
    return [bceLoss.d(real, made).dataSync()[0], told.dataSync()[0]];
  });
  const step = (c: tf.Tensor2D) =>
    readLosses(discriminatorStep(training.stage1, { ...batch, c, labelled }, identityAugment));
  const losses = await step(batch.c);
  assertAlmostEquals(losses["d/source"], source, 1e-5);
  assertAlmostEquals(losses["d/class"], classes, 1e-5);
  disposeTraining(training);
});

for (const [dHead, labels] of [["infogan", true], ["acgan", false]] as const) {
  Deno.test(`${dHead}: ${labels ? "which domain a real is of does not count" : "it does here"}`, async () => {
    const after = async (flip: boolean) => {
      const training = start("release", { dHead, dNorm: "none" });
      const { x, c, z } = batchOf(training);
      // The same reals in another order beside the same labels.
      const batch = { x: flip ? tf.reverse(x, 0) : x, c: oneHot([0, 0, 1, 1], 2), z };
      tf.dispose(c);
      await readLosses(discriminatorStep(training.stage1, batch, identityAugment));
      const values = valuesOf(training.model.discriminator).map(([, v]) => v).flat() as number[];
      disposeTraining(training);
      return values;
    };
    const [one, other] = [await after(false), await after(true)];
    const apart = Math.max(...one.map((v, i) => Math.abs(v - other[i])));
    assert(labels ? apart < 1e-4 : apart > 1e-4, `${apart}`);
  });
}

Deno.test("an InfoGAN is given no metric by domain", async () => {
  const training = start("tiny", { dHead: "infogan", steps1: 1, steps2: 0 });
  const folder = await Deno.makeTempDir();
  const metric = () => Promise.resolve(1);
  await assertRejects(
    () => runTraining(folder, training, noiseImages(domains, 4), { metric }).next(),
    RangeError,
    "knows which domain it draws only at its end",
  );
  assertEquals([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder);
  disposeTraining(training);
});

Deno.test("labels that a head needs and is not given are refused by the config", () => {
  for (const dHead of ["concat", "projection"] as const) {
    assertThrows(
      () => createConfig("tiny", { dHead, labelledShare: 0.5 }),
      RangeError,
      "labelledShare must be 1, got 0.5",
    );
  }
  const encoded = { encodedShare: 0.5, rebuildWeight: 1 };
  assertThrows(
    () => createConfig("tiny", { ...encoded, dHead: "infogan" }),
    RangeError,
    "told none",
  );
  assertThrows(
    () => createConfig("tiny", { ...encoded, labelledShare: 0.5 }),
    RangeError,
    "labelledShare is below 1",
  );
  assertThrows(() => createConfig("tiny", { labelledShare: 1.1 }), RangeError, "from 0 to 1");
});
