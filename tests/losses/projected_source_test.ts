import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { hingeLoss } from "../../lib/losses/adversarial_loss.ts";
import { projectedSource } from "../../lib/losses/projected_source.ts";
import { applyDiscriminator } from "../../lib/networks/discriminator.ts";
import { applyGenerator } from "../../lib/networks/generator.ts";
import { createConfig } from "../../lib/presets.ts";
import { identityAugment } from "../../lib/training/diff_augment.ts";
import { oneHot, sampleLatent } from "../../lib/training/latent.ts";
import { discriminatorStep, stage1Step } from "../../lib/training/stage1_step.ts";
import { createTraining } from "../../lib/training/training.ts";
import { Random } from "../../lib/random.ts";

tf.enableProdMode();
registerCpuKernels();
await tf.setBackend("cpu");

Deno.test("a projection adds the label's own class logit: values by hand, gradients", () => {
  const source = tf.tensor1d([1, -2, 0.5]);
  const classes = tf.tensor2d([[3, 5], [-1, 4], [0, 2]]), c = oneHot([0, 1, 1], 2);
  assertEquals([...projectedSource({ source, classes }, c).dataSync()], [1 + 3, -2 + 4, 0.5 + 2]);
  const [ofSource, ofClasses] = tf.grads((source, classes) =>
    projectedSource({ source: source as tf.Tensor1D, classes: classes as tf.Tensor2D }, c)
      .mul([1, 10, 100]).sum()
  )([source, classes]);
  assertEquals([...ofSource.dataSync()], [1, 10, 100]);
  assertEquals([...ofClasses.dataSync()], [1, 0, 0, 10, 0, 100]);
});

const sizes = { size: 32, gf: 2, df: 2, ef: 2, z: 6, batch: 4, instanceNoise: 0 } as const;

function begin(preset: "modern" | "release", changes = {}) {
  const config = createConfig(preset, { ...sizes, dHead: "projection", ...changes });
  const random = new Random(9),
    images = random.fillUniform(new Float32Array(4 * 32 * 32 * 3), -1, 1);
  const batch = {
    x: tf.tensor4d(images, [4, 32, 32, 3]),
    c: oneHot([0, 1, 1, 0], 2),
    z: sampleLatent(config, random, 4),
  };
  return { config, batch, training: createTraining(config, ["a", "b"]) };
}

Deno.test("D with a projection head is told c: its loss is that of source and projection", () => {
  const { config, batch: { x, c, z }, training } = begin("modern", { loss: "hinge" });
  const { generator, discriminator } = training.model;
  const expected = tf.tidy(() => {
    const fake = applyGenerator(config, generator, z, c, { observed: {} });
    const both = applyDiscriminator(config, discriminator, tf.concat([x, fake]), { observed: {} });
    const [source, classes] = [both.source, both.classes!].map((t) => t.arraySync());
    const labels = [0, 1, 1, 0, 0, 1, 1, 0];
    const logits = labels.map((k, i) => (source as number[])[i] + (classes as number[][])[i][k]);
    return hingeLoss.d(tf.tensor1d(logits.slice(0, 4)), tf.tensor1d(logits.slice(4))).dataSync()[0];
  });
  const before = discriminator.weights["classes/kernel"].dataSync().slice();
  const losses = discriminatorStep(training.stage1, { x, c, z }, identityAugment);
  assertEquals(Object.keys(losses), ["d/source", "d/latent"]);
  assertAlmostEquals(losses["d/source"].dataSync()[0], expected, 1e-5);
  const after = discriminator.weights["classes/kernel"].dataSync();
  assertEquals(after.some((value, i) => value !== before[i]), true);
});

for (const preset of ["modern", "release"] as const) {
  Deno.test(`${preset} with a projection head: a step has no class loss`, () => {
    const { batch, training } = begin(preset);
    const names = Object.keys(stage1Step(training.stage1, batch));
    assertEquals(names.filter((name) => name.endsWith("/class")), []);
    assertEquals(names.filter((name) => name.endsWith("/source")), ["d/source", "g/source"]);
  });
}
