import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { applyDiscriminator } from "../../lib/networks/discriminator.ts";
import { applyGenerator } from "../../lib/networks/generator.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { assignCodes, bestAssignment, reorderCodes } from "../../lib/training/assign_codes.ts";
import { cheapestAssignment } from "../../lib/training/cheapest_assignment.ts";
import { oneHot } from "../../lib/training/latent.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { stage1Step } from "../../lib/training/stage1_step.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import { estimateDomain } from "../../lib/translation/estimate_domain.ts";
import type { ImageSet } from "../../lib/data/image_set.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)])
  );
}

Deno.test("the cheapest assignment is that of all permutations", () => {
  const random = new Random(4);
  for (let n = 1; n <= 6; n++) {
    for (let i = 0; i < 20; i++) {
      const costs = Array.from(
        { length: n },
        () => Array.from({ length: n }, () => random.normal()),
      );
      const cost = (columns: number[]) => columns.reduce((sum, k, row) => sum + costs[row][k], 0);
      const found = cheapestAssignment(costs);
      assertEquals(found.toSorted(), Array.from({ length: n }, (_, k) => k));
      assertAlmostEquals(cost(found), Math.min(...permutations(n).map(cost)), 1e-9);
    }
  }
});

Deno.test("the best assignment gives every domain a code of its own, and counts domains alike", () => {
  assertEquals(bestAssignment([[1, 9], [8, 2]]), [1, 0]);
  assertEquals(bestAssignment([[90, 10], [6, 4]]), [0, 1]);
  // Both domains are read as code 0 mostly: the one that is so more clearly has it.
  assertEquals(bestAssignment([[60, 40], [9, 1]]), [1, 0]);
  assertEquals(bestAssignment([[0, 0, 5], [5, 0, 0], [0, 5, 0]]), [2, 0, 1]);
});

const begin = (preset: PresetName) =>
  createTraining(
    createConfig(preset, {
      ...{ size: 32, gf: 2, df: 2, ef: 2, z: 3, batch: 6, dHead: "infogan", instanceNoise: 0 },
      ...{ gLearningRate: 1e-3, dLearningRate: 1e-3, emaMomentum: 0.5 },
    }),
    ["a", "b", "c"],
  );

const labels = [0, 1, 2, 2, 1, 0];

function step(training: Training, codes: number[]) {
  const random = new Random(9);
  const x = random.fillUniform(new Float32Array(6 * 32 * 32 * 3), -1, 1);
  return readLosses(stage1Step(training.stage1, {
    x: tf.tensor4d(x, [6, 32, 32, 3]),
    c: oneHot(codes, 3),
    z: tf.tensor2d(random.fillNormal(new Float32Array(18)), [6, 3]),
  }));
}

function drawn({ model: { config, average, discriminator } }: Training, codes: number[]) {
  return tf.tidy(() => {
    const z = tf.tensor2d(new Random(2).fillNormal(new Float32Array(18)), [6, 3]);
    const x = applyGenerator(config, average, z, oneHot(codes, 3));
    return {
      images: [...x.dataSync()],
      read: applyDiscriminator(config, discriminator, x).classes!.arraySync() as number[][],
    };
  });
}

for (const preset of ["modern", "release"] as const) {
  Deno.test(`${preset}: under another order of codes the run is the same, and goes on so`, async () => {
    const plain = begin(preset), other = begin(preset), order = [2, 0, 1];
    const renamed = labels.map((k) => order.indexOf(k)); // what was code k
    for (const training of [plain, other]) await step(training, labels);
    const held = tf.memory().numTensors;
    reorderCodes(other, order);
    assertEquals(tf.memory().numTensors, held);
    for (let i = 0; i < 3; i++) {
      const [one, two] = [drawn(plain, labels), drawn(other, renamed)];
      one.images.forEach((v, k) => assertAlmostEquals(two.images[k], v, 1e-5));
      one.read.forEach((row, b) =>
        order.forEach((k, place) => assertAlmostEquals(two.read[b][place], row[k], 1e-4))
      );
      const [a, b] = [await step(plain, labels), await step(other, renamed)];
      Object.keys(a).forEach((name) => assertAlmostEquals(b[name], a[name], 1e-4));
    }
    [plain, other].forEach(disposeTraining);
  });
}

/** Dark and bright images. */
const shades: ImageSet = {
  size: 32,
  domains: ["dark", "bright"],
  counts: [20, 30],
  read: (c, index, target, offset = 0) =>
    void target.fill(c * 200 + index, offset, offset + 32 * 32 * 3),
  close() {},
  [Symbol.dispose]() {},
};

for (const sign of [1, -1]) {
  Deno.test(`labelled reals vote on the codes, whichever was theirs (${sign})`, async () => {
    const training = createTraining(
      createConfig("tiny", { gf: 2, df: 2, ef: 2, dHead: "infogan", labelledShare: 0.2 }),
      shades.domains,
    );
    const { config, discriminator, average } = training.model;
    const { "classes/kernel": kernel, "classes/bias": bias } = discriminator.weights;
    const logits = () =>
      tf.tidy(() => {
        const x = tf.stack([-0.9, 0.7].map((v) => tf.fill([32, 32, 3], v))) as tf.Tensor4D;
        return applyDiscriminator(config, discriminator, x).classes!.arraySync() as number[][];
      });
    // The threshold between the codes lies between dark and bright.
    tf.tidy(() => kernel.assign(kernel.mul(sign)));
    const middle = logits().map(([a, b]) => a - b).reduce((a, b) => a + b) / 2;
    tf.tidy(() => bias.assign(tf.tensor1d([-middle, 0])));
    const read = () => logits().map(([a, b]) => +(b > a));
    const wasRight = read()[0] === 0, gamma = average.weights["dense/gamma"];
    const rows = gamma.arraySync() as number[][];
    await assignCodes(training, shades);
    assertEquals(read(), [0, 1]);
    const expected = wasRight ? rows : rows.toReversed();
    assertEquals(gamma.arraySync() as number[][], expected);
    await assignCodes(training, shades);
    assertEquals([read(), gamma.arraySync()], [[0, 1], expected]);
    const p = tf.tidy(() =>
      estimateDomain(training.model, tf.fill([1, 32, 32, 3], 0.7)).dataSync()
    );
    assert(p[1] > 0.5);
    disposeTraining(training);
  });
}
