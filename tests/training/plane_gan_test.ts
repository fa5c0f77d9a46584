import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { oneHot, sampleLatent } from "../../lib/training/latent.ts";
import {
  createPlaneGan,
  drawPlane,
  planeConfig,
  type PlaneGan,
  planeGanStep,
  readPlane,
} from "../../lib/training/plane_gan.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { stage1Step } from "../../lib/training/stage1_step.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const COUNT = 64, labels = Array.from({ length: COUNT }, (_, i) => i % 2);

/** Two spots of points, at (-1, 0) and (1, 0); with labels or, where told, with four of them. */
function batchOf(random: Random, told: boolean) {
  const spots = () =>
    Float32Array.from(labels.flatMap((c) => [2 * c - 1, 0].map((v) => v + 0.1 * random.normal())));
  const points = () => ({ x: tf.tensor2d(spots(), [COUNT, 2]), c: oneHot(labels, 2) });
  const z = tf.tensor2d(random.fillNormal(new Float32Array(4 * COUNT)), [COUNT, 4]);
  return { ...points(), z, labelled: told ? points() : undefined };
}

async function train(gan: PlaneGan, steps: number, told = false) {
  const random = new Random(5);
  for (let i = 0; i < steps; i++) {
    const batch = batchOf(random, told);
    tf.dispose(planeGanStep(gan, batch));
    tf.dispose(batch as unknown as tf.TensorContainer);
  }
  const { x, c, z } = batchOf(random, false);
  const drawn = drawPlane(gan, z, c), p = readPlane(gan, x);
  const [points, read] = [await drawn.array(), await p.array()];
  tf.dispose([x, c, z, drawn, p]);
  const share = (right: (i: number) => boolean) => labels.filter((_, i) => right(i)).length / COUNT;
  return {
    obeys: share((i) => (points[i][0] > 0) === (labels[i] === 1)),
    reads: share((i) => read[i][labels[i]] > 0.5),
  };
}

const heads = ["acgan", "adcgan", "projection", "concat", "semi", "infogan"] as const;
for (const dHead of heads) {
  for (const zWeight of [0, 1]) {
    Deno.test(`${dHead}, zWeight ${zWeight}: the losses have the names of stage 1, all weights move`, async () => {
      const size = { size: 32, gf: 1, df: 1, ef: 1, z: 2, batch: 4 } as const;
      const bare = { consistencyWeight: 0, zWeight, labelledShare: dHead === "semi" ? 0.5 : 1 };
      const training = createTraining(createConfig("tiny", { ...size, ...bare, dHead }), [
        "a",
        "b",
      ]);
      const x = tf.zeros<tf.Rank.R4>([4, 32, 32, 3]), c = oneHot([0, 1, 0, 1], 2);
      const z = sampleLatent(training.model.config, new Random(1), 4);
      const names = Object.keys(await readLosses(stage1Step(training.stage1, { x, c, z })));
      disposeTraining(training);
      tf.dispose([x, c, z]);

      const before = tf.memory().numTensors;
      const gan = createPlaneGan(planeConfig(dHead, zWeight), 2, new Random(1));
      const values = () =>
        [gan.generator, gan.discriminator].flatMap((n) => Object.entries(networkVariables(n)))
          .map(([name, v]) => [name, `${v.dataSync()}`]);
      const start = values(), batch = batchOf(new Random(2), dHead === "semi");
      assertEquals(Object.keys(await readLosses(planeGanStep(gan, batch))), names);
      const still = values().filter(([, now], i) => now === start[i][1]);
      assertEquals(still, []);
      tf.dispose(batch as unknown as tf.TensorContainer);
      gan[Symbol.dispose]();
      assertEquals(tf.memory().numTensors, before);
    });
  }
}

for (const dHead of ["acgan", "concat", "semi"] as const) {
  Deno.test(`${dHead}: a few hundred steps tell two spots apart, and draw each where it is`, async () => {
    using gan = createPlaneGan(planeConfig(dHead), 2, new Random(1));
    const { obeys, reads } = await train(gan, 200, dHead === "semi");
    assert(obeys > 0.95 && reads > 0.95, `${obeys}, ${reads}`);
  });
}

Deno.test("infogan: the code is one spot or the other, without a label", async () => {
  using gan = createPlaneGan(planeConfig("infogan"), 2, new Random(1));
  const { obeys, reads } = await train(gan, 300);
  assert(Math.abs(obeys - 0.5) > 0.45 && Math.abs(reads - 0.5) > 0.45, `${obeys}, ${reads}`);
});
