import * as tf from "@tensorflow/tfjs";
import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { type Config, createConfig, type PresetName } from "../../mod.ts";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { applyDiscriminator, createDiscriminator } from "../../lib/networks/discriminator.ts";
import { applyEncoder, createEncoder } from "../../lib/networks/encoder.ts";
import {
  applyGenerator,
  createGenerator,
  generatorChannels,
} from "../../lib/networks/generator.ts";
import {
  copyNetwork,
  disposeNetwork,
  foldStatistics,
  followNetwork,
  type Observed,
} from "../../lib/networks/network.ts";
import { oneHot } from "../../lib/training/latent.ts";
import { Random } from "../../lib/random.ts";

tf.enableProdMode();
registerCpuKernels();
await tf.setBackend("cpu");

const small = (preset: PresetName, changes: Partial<Config> = {}) =>
  createConfig(preset, { size: 32, gf: 2, df: 2, ef: 2, z: 5, batch: 4, ...changes });

Deno.test("channels follow the paper's layer list", () => {
  assertEquals(generatorChannels(createConfig("paper")), [512, 256, 128, 64]);
  assertEquals(generatorChannels(createConfig("release", { size: 128 })), [
    2048,
    1024,
    512,
    256,
    128,
  ]);
  assertEquals(generatorChannels(createConfig("tiny")), [128, 64, 32]);
});

Deno.test("gFull adds a layer at full resolution, before the one that makes RGB", () => {
  const config = small("modern", { gFull: 3 });
  const g = createGenerator(config, 2, new Random(7));
  assertEquals(g.weights["up3/kernel"].shape, [3, 3, 3, 2]);
  assertEquals(g.weights["up3/gamma"].shape, [2, 3]);
  assertEquals(g.weights["rgb/kernel"].shape, [3, 3, 3, 3]);
  const draw = () =>
    tf.tidy(() => applyGenerator(config, g, tf.ones([4, 5]), oneHot([0, 1, 0, 1], 2)).dataSync());
  const before = draw();
  assertEquals(before.length, 4 * 32 * 32 * 3);
  g.weights["rgb/bias"].assign(tf.fill([3], 9));
  assertGreater(Math.min(...draw()), 0.99);
  assertGreater(0.99, Math.max(...before));
  disposeNetwork(g);
});

Deno.test("told late, c changes nothing before the side where G is told", () => {
  const config = small("modern", { gFull: 3, gLabelFrom: 16 });
  const g = createGenerator(config, 2, new Random(7));
  const shapes = ["dense", "up1", "up2", "up3"].map((name) => g.weights[`${name}/gamma`].shape);
  assertEquals(shapes, [[8], [4], [2, 2], [2, 3]]); // sides 4, 8, 16 and 32
  const draw = (label: number) =>
    tf.tidy(() => applyGenerator(config, g, tf.ones([1, 5]), oneHot([label], 2)).dataSync());
  g.weights["up2/beta"].assign(tf.tensor2d([[1, 1], [1, 1]]));
  g.weights["up3/beta"].assign(tf.tensor2d([[1, 1, 1], [1, 1, 1]]));
  g.weights["up2/gamma"].assign(tf.ones([2, 2]));
  g.weights["up3/gamma"].assign(tf.ones([2, 3]));
  assertEquals(draw(0), draw(1));
  g.weights["up2/beta"].assign(tf.tensor2d([[1, 1], [2, 1]]));
  assertNotEquals(draw(0), draw(1));
  disposeNetwork(g);
});

for (const preset of ["paper", "release", "modern"] as const) {
  for (const size of [32, 64, 128] as const) {
    Deno.test(`${preset} at ${size}: shapes, ranges and no leaked tensors`, () => {
      const config = small(preset, { size });
      const K = 3, random = new Random(7), start = tf.memory().numTensors;
      const g = createGenerator(config, K, random);
      const d = createDiscriminator(config, K, random);
      const e = createEncoder(config, random);
      tf.tidy(() => {
        const z = tf.randomNormal<tf.Rank.R2>([4, 5]), c = oneHot([0, 1, 2, 0], K);
        const observed: Observed = {};
        const x = applyGenerator(config, g, z, c, { observed });
        assertEquals(x.shape, [4, size, size, 3]);
        assertGreater(1, tf.max(tf.abs(x)).dataSync()[0]);
        foldStatistics(g, observed, 0.9);
        const judgement = applyDiscriminator(config, d, x);
        assertEquals(judgement.source.shape, [4]);
        assertEquals(judgement.classes!.shape, [4, config.dHead === "adcgan" ? 2 * K : K]);
        assertEquals(applyEncoder(config, e, x).shape, [4, 5]);
      });
      [g, d, e].forEach(disposeNetwork);
      assertEquals(tf.memory().numTensors, start);
    });
  }
}

Deno.test("initial values have the public release's mean and spread", () => {
  const g = createGenerator(createConfig("release", { gf: 16 }), 2, new Random(3));
  const moments = (name: string) => {
    const { mean, variance } = tf.moments(g.weights[name]);
    return [mean.dataSync()[0], Math.sqrt(variance.dataSync()[0])];
  };
  const [mean, stddev] = moments("up1/kernel");
  assertAlmostEquals(mean, 0, 2e-4);
  assertAlmostEquals(stddev, 0.02, 2e-4);
  const [gammaMean, gammaStddev] = moments("dense/gamma");
  assertAlmostEquals(gammaMean, 1, 0.01);
  assertAlmostEquals(gammaStddev, 0.02, 0.01);
  const embedding = g.weights.embedding.dataSync();
  assertGreater(0.1, Math.max(...embedding.map(Math.abs)));
  disposeNetwork(g);
});

Deno.test("inference with the folded statistics of a batch equals training on that batch", () => {
  const config = small("modern");
  const g = createGenerator(config, 2, new Random(5));
  tf.tidy(() => {
    const z = tf.randomNormal<tf.Rank.R2>([4, 5]), c = oneHot([0, 1, 1, 0], 2);
    const observed: Observed = {};
    const trained = applyGenerator(config, g, z, c, { observed });
    foldStatistics(g, observed, 0); // a momentum of 0 replaces the moving statistics
    const inferred = applyGenerator(config, g, z, c);
    assertGreater(1e-5, tf.max(tf.abs(trained.sub(inferred))).dataSync()[0]);
  });
  disposeNetwork(g);
});

Deno.test("a mixture of domains lies between them, and c changes the image", () => {
  const config = small("modern");
  const g = createGenerator(config, 2, new Random(5));
  // gamma ~ N(1, 0.02) barely tells the domains apart; give them scales of their own.
  g.weights["up1/gamma"].assign(tf.randomNormal(g.weights["up1/gamma"].shape, 1, 1));
  tf.tidy(() => {
    const z = tf.randomNormal<tf.Rank.R2>([2, 5]);
    const images = [[1, 0], [0.5, 0.5], [0, 1]].map((row) =>
      applyGenerator(config, g, z, tf.tensor2d([row, row]))
    );
    const distance = (a: tf.Tensor, b: tf.Tensor) => tf.mean(tf.abs(a.sub(b))).dataSync()[0];
    assertGreater(distance(images[0], images[2]), 0);
    assertGreater(distance(images[0], images[2]), distance(images[0], images[1]));
  });
  disposeNetwork(g);
});

Deno.test("a copy has memory of its own, and followNetwork moves it part of the way", () => {
  const config = small("tiny");
  const g = createGenerator(config, 2, new Random(1)), copy = copyNetwork(g);
  const before = copy.weights["dense/kernel"].dataSync()[0];
  g.weights["dense/kernel"].assign(tf.tidy(() => g.weights["dense/kernel"].add(1)));
  assertEquals(copy.weights["dense/kernel"].dataSync()[0], before);
  followNetwork(copy, g, 0.25);
  assertAlmostEquals(copy.weights["dense/kernel"].dataSync()[0], before + 0.25, 1e-6);
  [g, copy].forEach(disposeNetwork);
});

Deno.test("wrong shapes fail with the shape that was expected", () => {
  const config = small("tiny");
  const g = createGenerator(config, 2, new Random(1)), e = createEncoder(config, new Random(1));
  assertThrows(
    () => applyGenerator(config, g, tf.zeros([1, 4]), tf.zeros([1, 2])),
    TypeError,
    "z must have shape [B, 5]",
  );
  assertThrows(
    () => applyEncoder(config, e, tf.zeros([1, 16, 16, 3])),
    TypeError,
    "Images must be [B, 32, 32, 3]",
  );
  [g, e].forEach(disposeNetwork);
});
