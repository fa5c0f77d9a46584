import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { spectralNorm } from "../../lib/kernels/spectral_norm.ts";
import {
  applyDiscriminator,
  createDiscriminator,
  discriminatorFeatures,
} from "../../lib/networks/discriminator.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { oneHot } from "../../lib/training/latent.ts";

tf.enableProdMode();
registerCpuKernels();
await tf.setBackend("cpu");

const sizes = { size: 32, gf: 2, df: 2, ef: 2, z: 5, batch: 4, dHead: "concat" } as const;

for (const preset of ["modern", "release"] as const) {
  Deno.test(`${preset} with c concatenated: D sees K more channels and has no class head`, () => {
    const config = createConfig(preset, sizes), K = 3;
    const d = createDiscriminator(config, K, new Random(7));
    const side = config.dKernel;
    assertEquals(d.weights["down1/kernel"].shape, [side, side, 3 + K, 2]);
    assertEquals(Object.keys(d.weights).filter((name) => name.startsWith("classes")), []);
    tf.tidy(() => {
      const x = tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], -1, 1);
      const judge = (labels: number[]) => {
        const { source, classes, latent } = applyDiscriminator(config, d, x, {}, oneHot(labels, K));
        assertEquals([source.shape, classes, latent?.shape], [
          [2],
          undefined,
          config.zWeight > 0 ? [2, 5] : undefined,
        ]);
        return [...source.dataSync()];
      };
      const [a0, b0] = judge([0, 0]), [a1, b2] = judge([1, 2]);
      assert(a0 !== a1 && b0 !== b2);
      assertEquals(judge([0, 2]), [a0, b2]); // each row by its own label
    });
  });
}

Deno.test("c is 1 all over its channel: D of x with c is a plain D of these channels", () => {
  const config = createConfig("modern", sizes);
  const d = createDiscriminator(config, 2, new Random(7));
  // Without the weights of the planes c changes nothing.
  const kernel = d.weights["down1/kernel"];
  tf.tidy(() => {
    const mask = tf.tensor1d([1, 1, 1, 0, 0]).reshape([1, 1, 5, 1]);
    kernel.assign(kernel.mul(mask));
    const x = tf.randomUniform<tf.Rank.R4>([1, 32, 32, 3], -1, 1);
    const judge = (label: number) =>
      applyDiscriminator(config, d, x, {}, oneHot([label], 2)).source.dataSync()[0];
    assertEquals(judge(0), judge(1));
  });
});

for (const dHead of ["concat", "adcgan"] as const) {
  Deno.test(`what the layers of a D of ${dHead} see: down to 4x4, and its last is what its heads read`, () => {
    const config = createConfig("modern", { ...sizes, dHead });
    const d = createDiscriminator(config, 2, new Random(7));
    d.weights["source/bias"].assign(tf.tensor1d([0.5]));
    tf.tidy(() => {
      const x = tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], -1, 1), c = oneHot([0, 1], 2);
      const layers = discriminatorFeatures(config, d, x, c);
      assertEquals(layers.map(({ shape }) => shape), [[2, 16, 16, 2], [2, 8, 8, 4], [2, 4, 4, 8]]);
      const kernel = d.weights["source/kernel"] as tf.Tensor2D;
      const { weight } = spectralNorm(kernel, d.statistics["source/u"]);
      const read = tf.matMul(layers[2].reshape([2, 128]), weight as tf.Tensor2D).add(0.5);
      const { source } = applyDiscriminator(config, d, x, {}, c);
      assertAlmostEquals(read.dataSync()[1], source.dataSync()[1], 1e-5);
      assert(source.dataSync()[0] !== source.dataSync()[1]);
      const alike = (features: tf.Tensor4D[]) => features.map((layer) => [...layer.dataSync()]);
      const asFirst = alike(discriminatorFeatures(config, d, x, oneHot([0, 0], 2)));
      // c counts only where D is told it.
      assertEquals(`${asFirst}` === `${alike(layers)}`, dHead === "adcgan");
    });
  });
}

Deno.test("a D that is told c refuses to judge without it, and images that have it already", () => {
  const config = createConfig("modern", sizes);
  const d = createDiscriminator(config, 2, new Random(7));
  const x = tf.zeros<tf.Rank.R4>([1, 32, 32, 3]);
  assertThrows(() => applyDiscriminator(config, d, x), TypeError, "give the labels");
  const wide = tf.zeros<tf.Rank.R4>([1, 32, 32, 5]);
  assertThrows(
    () => applyDiscriminator(config, d, wide, {}, oneHot([0], 2)),
    TypeError,
    "Images must be [B, 32, 32, 3]",
  );
});
