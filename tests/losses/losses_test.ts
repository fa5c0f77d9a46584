import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bceLoss, hingeLoss } from "../../lib/losses/adversarial_loss.ts";
import { acganLoss, adcganLoss, crossEntropy } from "../../lib/losses/class_loss.ts";
import {
  consistencyLoss,
  featureConsistencyLoss,
  robustConsistencyLoss,
} from "../../lib/losses/consistency_loss.ts";
import { featureLoss } from "../../lib/losses/feature_loss.ts";
import {
  energyDistanceLoss,
  invarianceLoss,
  unbiasedInvarianceLoss,
} from "../../lib/losses/invariance_loss.ts";
import { haarWavelets } from "../../lib/losses/haar_wavelets.ts";
import { latentLoss, pixelLoss } from "../../lib/losses/latent_loss.ts";
import { correlationLoss, priorEnergyLoss, priorLoss } from "../../lib/losses/prior_loss.ts";
import { waveletLoss } from "../../lib/losses/wavelet_loss.ts";

tf.enableProdMode();
await tf.setBackend("cpu");

const value = (t: tf.Tensor) => t.dataSync()[0];
const softplus = (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);

/** Compares the gradient of f at x with central differences of it. */
function checkGradient(f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor): void {
  const gradient = tf.grad(f)(x).dataSync(), at = Array.from(x.dataSync()), h = 1e-2;
  at.forEach((_, i) => {
    const moved = (by: number) =>
      value(f(tf.tensor(at.map((v, j) => j === i ? v + by : v), x.shape)));
    assertAlmostEquals(gradient[i], (moved(h) - moved(-h)) / (2 * h), 2e-3);
  });
}

Deno.test("cross entropy on logits: values by hand, gradients, no overflow", () => {
  const real = tf.tensor1d([2, -1]), fake = tf.tensor1d([0.5, -3]);
  const expected = (softplus(-2) + softplus(1)) / 2 + (softplus(0.5) + softplus(-3)) / 2;
  assertAlmostEquals(value(bceLoss.d(real, fake)), expected, 1e-6);
  assertAlmostEquals(value(bceLoss.g(fake)), (softplus(-0.5) + softplus(3)) / 2, 1e-6);
  checkGradient((x) => bceLoss.d(x as tf.Tensor1D, fake), real);
  checkGradient((x) => bceLoss.d(real, x as tf.Tensor1D), fake);
  checkGradient((x) => bceLoss.g(x as tf.Tensor1D), fake);
  assertAlmostEquals(value(bceLoss.g(tf.tensor1d([-1000]))), 1000, 1e-3);
  assertAlmostEquals(value(bceLoss.g(tf.tensor1d([1000]))), 0, 1e-6);
});

Deno.test("hinge: values by hand, gradients", () => {
  const real = tf.tensor1d([2, -1]), fake = tf.tensor1d([0.5, -3]);
  assertAlmostEquals(value(hingeLoss.d(real, fake)), (0 + 2) / 2 + (1.5 + 0) / 2, 1e-6);
  assertAlmostEquals(value(hingeLoss.g(fake)), 1.25, 1e-6);
  checkGradient((x) => hingeLoss.d(x as tf.Tensor1D, fake), real);
  checkGradient((x) => hingeLoss.d(real, x as tf.Tensor1D), fake);
});

Deno.test("AC-GAN's class loss: values by hand, gradients, fakes only when asked", () => {
  const real = tf.tensor2d([[1, 0], [0, 3]]), fake = tf.tensor2d([[0, 0], [2, -2]]);
  const c = tf.tensor2d([[1, 0], [1, 0]]);
  const onReal = (softplus(-1) + softplus(3)) / 2, onFake = (Math.LN2 + softplus(-4)) / 2;
  assertAlmostEquals(value(crossEntropy(real, c)), onReal, 1e-6);
  assertAlmostEquals(value(acganLoss.d(real, fake, c, false)), onReal, 1e-6);
  assertAlmostEquals(value(acganLoss.d(real, fake, c, true)), onReal + onFake, 1e-6);
  assertAlmostEquals(value(acganLoss.g(fake, c)), onFake, 1e-6);
  checkGradient((x) => acganLoss.g(x as tf.Tensor2D, c), fake);
});

Deno.test("ADC-GAN's class loss: real k at 2k, fake k at 2k + 1", () => {
  const c = tf.tensor2d([[0, 1]]);
  const logits = tf.tensor2d([[1, 2, 3, 4]]), other = tf.tensor2d([[0, 1, -1, 2]]);
  const lse = Math.log([1, 2, 3, 4].reduce((sum, v) => sum + Math.exp(v), 0));
  assertAlmostEquals(value(adcganLoss.d(logits, logits, c, false)), (lse - 3) + (lse - 4), 1e-5);
  assertAlmostEquals(value(adcganLoss.g(logits, c)), (lse - 3) - (lse - 4), 1e-5);
  checkGradient((x) => adcganLoss.d(x as tf.Tensor2D, other, c, false), logits);
  checkGradient((x) => adcganLoss.g(x as tf.Tensor2D, c), logits);
});

Deno.test("stage-2 losses are means of squares", () => {
  const a = tf.tensor2d([[1, 2], [3, 4]]), b = tf.tensor2d([[0, 0], [3, 2]]);
  assertAlmostEquals(value(latentLoss(a, b)), (1 + 4 + 0 + 4) / 4, 1e-6);
  checkGradient((x) => latentLoss(x as tf.Tensor2D, b), a);
  const x = tf.tensor4d([[[[1, -1, 0]]]]);
  assertAlmostEquals(value(pixelLoss(x, tf.zerosLike(x))), 2 / 3, 1e-6);
});

Deno.test("the invariance loss is the spread of the domains' mean latents", () => {
  const z = tf.tensor2d([[1, 0], [3, 0], [-2, 5], [0, 1]]);
  const c = tf.tensor2d([[1, 0], [1, 0], [0, 1], [0, 1]]);
  // Means (2, 0) and (-1, 3), their mean (0.5, 1.5): every difference is 1.5.
  assertAlmostEquals(value(invarianceLoss(z, c)), 2.25, 1e-6);
  checkGradient((x) => invarianceLoss(x as tf.Tensor2D, c), z);
  const same = tf.tensor2d([[1, 2], [3, 0], [2, 0], [2, 2]]);
  assertAlmostEquals(value(invarianceLoss(same, c)), 0, 1e-6);
  const absent = tf.tensor2d([[1, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 1]]);
  assertAlmostEquals(value(invarianceLoss(z, absent)), 2.25, 1e-6);
});

Deno.test("the unbiased invariance loss is 0 on average where the domains are spread alike", () => {
  const c = tf.tensor2d([[1, 0], [1, 0], [0, 1], [0, 1]]);
  // Means 2 and 5: 1.5^2, less half of (2 / 2 + 8 / 2) / 2, variances over B - 1 of 2 and 8.
  const z = tf.tensor2d([[1], [3], [3], [7]]);
  assertAlmostEquals(value(unbiasedInvarianceLoss(z, c)), 2.25 - 1.25, 1e-5);
  checkGradient((x) => unbiasedInvarianceLoss(x as tf.Tensor2D, c), z);
  const values: number[] = [];
  for (let seed = 1; seed <= 400; seed++) {
    values.push(value(unbiasedInvarianceLoss(tf.randomNormal([4, 8], 0, 1, "float32", seed), c)));
  }
  const mean = values.reduce((a, b) => a + b) / values.length;
  assert(Math.abs(mean) < 0.02, `${mean}`); // invarianceLoss has 0.25
  const one = tf.tensor2d([[1, 0], [0, 1]]);
  assertAlmostEquals(value(unbiasedInvarianceLoss(tf.tensor2d([[0], [2]]), one)), 1, 1e-6);
});

Deno.test("the energy distance: by hand, 0 on average for one distribution, sees spreads of one mean", () => {
  const c = tf.tensor2d([[1, 0], [1, 0], [0, 1], [0, 1]]);
  const z = tf.tensor2d([[0], [1], [3], [7]]); // between: 3, 7, 2, 6; within: 1 and 4
  assertAlmostEquals(value(energyDistanceLoss(z, c)), 4.5 - 2.5, 1e-4);
  assertAlmostEquals(value(energyDistanceLoss(z.tile([1, 9]), c)), 2, 1e-4); // whatever z's length
  checkGradient((x) => energyDistanceLoss(x as tf.Tensor2D, c), z);
  const mean = (spread: number) => {
    let sum = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const noise = tf.randomNormal<tf.Rank.R2>([4, 8], 0, 1, "float32", seed);
      const wider = tf.tensor2d([[1], [1], [spread], [spread]]);
      sum += value(energyDistanceLoss(noise.mul(wider), c)) / 400;
    }
    return sum;
  };
  assert(Math.abs(mean(1)) < 0.05, `${mean(1)}`);
  assert(mean(3) > 0.2, `${mean(3)}`);
  const single = tf.tensor2d([[1, 0], [0, 1]]);
  assertEquals(value(energyDistanceLoss(tf.tensor2d([[0], [5]]), single)), 0);
  const three = tf.tensor2d([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]]);
  const far = tf.tensor2d([[0], [0], [4], [4], [8], [8]]); // mean distances to the others: 6, 4, 6
  assertAlmostEquals(value(energyDistanceLoss(far, three)), 16 / 3, 1e-2);
});

Deno.test("the prior energy: by hand, 0 on average for z as drawn, sees what the prior loss does not", () => {
  const z = tf.tensor2d([[0], [1]]), drawn = tf.tensor2d([[3], [7]]);
  assertAlmostEquals(value(priorEnergyLoss(z, drawn)), 4.5 - 2.5, 1e-4);
  checkGradient((x) => priorEnergyLoss(x as tf.Tensor2D, drawn), z);
  // E(x) of mean 0 and variance 1 in each coordinate, but at 1 and -1 alone, or normal.
  const mean = (read: (noise: tf.Tensor2D) => tf.Tensor2D) => {
    let sum = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const noise = tf.randomNormal<tf.Rank.R2>([32, 1], 0, 1, "float32", seed);
      sum += value(priorEnergyLoss(read(noise.slice(0, 16)), noise.slice(16))) / 400;
    }
    return sum;
  };
  assert(Math.abs(mean((noise) => noise)) < 0.01);
  assert(mean((noise) => noise.sign()) > 0.05);
});

Deno.test("the prior loss is the divergence of each coordinate from N(0, 1)", () => {
  // Coordinates of mean 0 and 2, of variance 1 and 4.
  const z = tf.tensor2d([[1, 4], [-1, 0]]);
  const expected = [(1 + 0 - 1 - Math.log(1)) / 2, (4 + 4 - 1 - Math.log(4)) / 2];
  assertAlmostEquals(value(priorLoss(z)), (expected[0] + expected[1]) / 2, 1e-3);
  assertAlmostEquals(value(priorLoss(tf.tensor2d([[1], [-1]]))), 0, 1e-3);
  checkGradient((x) => priorLoss(x as tf.Tensor2D), tf.tensor2d([[0.3, 1], [-0.5, 2], [1, 4]]));
});

Deno.test("the correlation loss: squared covariances of different coordinates over z", () => {
  // Covariances by hand, over B - 1: of (1, -1) and (2, -2) 4, of either with (3, 3) 0.
  const z = tf.tensor2d([[1, 2, 3], [-1, -2, 3]]);
  assertAlmostEquals(value(correlationLoss(z)), 2 * 4 ** 2 / 3, 1e-4);
  // Coordinates that do not go together cost nothing, however far they are spread.
  const apart = tf.tensor2d([[5, 1], [5, -1], [-5, 1], [-5, -1]]);
  assertAlmostEquals(value(correlationLoss(apart)), 0, 1e-4);
  checkGradient(
    (x) => correlationLoss(x as tf.Tensor2D),
    tf.tensor2d([[0.3, 1], [-0.5, 2], [1, 4]]),
  );
});

Deno.test("the consistency loss is 0 for domains that vary alike, 1 for independent, 2 for opposite", () => {
  // Four z, two domains, flat 16x16 images; the second domain is brighter by a constant.
  const images = (a: number[], b: number[]) =>
    tf.tidy(() => {
      const grey = a.flatMap((v, i) => [v, b[i] + 0.3]);
      return tf.tensor4d(grey, [8, 1, 1, 1]).tile([1, 16, 16, 3]) as tf.Tensor4D;
    });
  const wave = [0.5, -0.5, 0.5, -0.5];
  assertAlmostEquals(value(consistencyLoss(images(wave, wave), 2)), 0, 0.01);
  assertAlmostEquals(value(consistencyLoss(images(wave, [0.5, 0.5, -0.5, -0.5]), 2)), 1, 0.01);
  assertAlmostEquals(value(consistencyLoss(images(wave, wave.map((v) => -v)), 2)), 2, 0.01);
  // rho of values that differ in spread: 2 * 2 / (1 + 4).
  assertAlmostEquals(
    value(consistencyLoss(images(wave.map((v) => v / 2), wave), 2)),
    1 - 2 * 0.5 / 1.25,
    0.01,
  );
});

Deno.test("the consistency loss: shrunk images, three domains, gradient, small batches", () => {
  const random = Array.from({ length: 6 * 32 * 32 * 3 }, (_, i) => Math.sin(i * i));
  const x = tf.tensor4d(random, [6, 32, 32, 3]);
  const rho = () => {
    const v = tf.avgPool(x, 2, 2, "valid").reshape([2, 3, 768]);
    const c = v.sub(v.mean(0, true)).arraySync() as number[][][];
    let sum = 0;
    for (let p = 0; p < 768; p++) {
      const dot = (j: number, k: number) => c[0][j][p] * c[0][k][p] + c[1][j][p] * c[1][k][p];
      const pairs = 2 * (dot(0, 1) + dot(0, 2) + dot(1, 2));
      sum += pairs / (dot(0, 0) + dot(1, 1) + dot(2, 2) + 2e-3) / 2;
    }
    return sum / 768;
  };
  assertAlmostEquals(value(consistencyLoss(x, 3)), 1 - rho(), 1e-4);
  const loss = (t: tf.Tensor) => consistencyLoss(t as tf.Tensor4D, 3);
  const gradient = tf.grad(loss)(x);
  const step = tf.tidy(() => gradient.mul(0.5));
  const moved = value(loss(x.add(step))) - value(loss(x.sub(step)));
  const expected = value(gradient.square().sum());
  assertAlmostEquals(moved / expected, 1, 0.02);
  assertThrows(() => consistencyLoss(x.slice(0, 5) as tf.Tensor4D, 3), RangeError, "raise batch");
});

Deno.test("the loss of places: by hand on wavelets, level where nothing is alike, no pull from means", () => {
  // Four z, two domains, 32x32: one detail, a stripe of height a[i] in all blocks of 2x2 pixels.
  const images = (a: number[], b: number[], flat = [0, 0, 0, 0]) =>
    tf.tidy(() => {
      const block = (v: number, i: number, shift: number) =>
        [v, -v, v, -v].flatMap((x) => Array(3).fill(flat[i] + shift + x));
      const blocks = a.flatMap((v, i) => [...block(v, i, 0), ...block(b[i], i, 0.3)]);
      return tf.tensor4d(blocks, [8, 2, 2, 3]).tile([1, 16, 16, 1]) as tf.Tensor4D;
    });
  const wave = [0.5, -0.5, 0.5, -0.5], other = [0.5, 0.5, -0.5, -0.5];
  const loss = (...of: Parameters<typeof images>) => value(robustConsistencyLoss(images(...of), 2));
  const f = (u: number) => u ** 2 / (u ** 2 + 0.09);
  // Of the two levels the means vary nowhere, and cost nothing.
  assertAlmostEquals(loss(wave, wave), 0, 1e-5);
  assertAlmostEquals(loss(wave, other), f(1) / 2, 5e-3);
  assertAlmostEquals(loss(wave, wave.map((v) => -v)), f(2) / 2, 5e-3);
  assertAlmostEquals(loss(wave, wave.map((v) => v + 0.7)), 0, 1e-5); // a mean of its own is free
  assertAlmostEquals(loss(wave, wave.map((v) => v / 2)), f(0.0625 / 0.3125) / 2, 5e-3);
  assertAlmostEquals(loss(wave, other, other), f(1) / 2, 5e-3); // the coarse is alike
  assertThrows(() => robustConsistencyLoss(tf.zeros([3, 32, 32, 3]), 2), RangeError, "raise batch");
});

Deno.test("the loss of places: three levels, three domains, gradient", () => {
  const random = Array.from({ length: 6 * 64 * 64 * 3 }, (_, i) => Math.sin(i * i) / 2);
  const x = tf.tensor4d(random, [6, 64, 64, 3]), { details, means } = haarWavelets(x, 16);
  const expected = [...details, means].map((level) => {
    const v = level.reshape([2, 3, -1]) as tf.Tensor3D;
    const c = v.sub(v.mean(0, true)).arraySync() as number[][][];
    let lost = 0, shares = 0;
    for (let p = 0; p < c[0][0].length; p++) {
      let apart = 0, squares = 0;
      for (let n = 0; n < 2; n++) {
        for (let j = 0; j < 3; j++) {
          squares += c[n][j][p] ** 2;
          for (let k = 0; k < j; k++) apart += (c[n][j][p] - c[n][k][p]) ** 2;
        }
      }
      const share = squares / (squares + 6 * 3e-3), u2 = (apart / 2 / (squares + 6 * 3e-3)) ** 2;
      lost += share * u2 / (u2 + 0.09);
      shares += share;
    }
    return lost / shares;
  });
  const mean = expected.reduce((a, b) => a + b) / 3;
  assertAlmostEquals(value(robustConsistencyLoss(x, 3)), mean, 1e-3);
  const loss = (t: tf.Tensor) => robustConsistencyLoss(t as tf.Tensor4D, 3);
  const gradient = tf.grad(loss)(x);
  const step = tf.tidy(() => gradient.mul(2));
  const moved = value(loss(x.add(step))) - value(loss(x.sub(step)));
  assertAlmostEquals(moved / (4 * value(gradient.square().sum())), 1, 0.05);
});

Deno.test("the loss of features: by hand, whatever their scale, mean over layers, gradient", () => {
  // Two z, two domains, layers of two features: the first is alike, the second turned round.
  const layer = (scale: number, a = -1) =>
    tf.tensor4d([1, 1, 1, a, -1, -1, -1, -a].map((v) => scale * v), [4, 1, 1, 2]);
  const loss = (...layers: tf.Tensor4D[]) => value(featureConsistencyLoss(layers, 2));
  const share = 1 / 1.1, u = 2 * share, turned = u ** 2 / (u ** 2 + 0.09) / 2;
  assertAlmostEquals(loss(layer(1)), turned, 1e-3);
  assertAlmostEquals(loss(layer(100)), turned, 1e-3);
  assertAlmostEquals(loss(layer(1, 1)), 0, 1e-6);
  assertAlmostEquals(loss(layer(1), layer(3, 1)), turned / 2, 1e-3);
  assertAlmostEquals(loss(tf.ones([4, 2, 2, 3])), 0, 1e-6); // nothing varies
  // What a domain always has costs nothing.
  const own = tf.tensor4d([0, 0, 0, 5, 0, 0, 0, 5], [4, 1, 1, 2]);
  assertAlmostEquals(loss(layer(1, 1).add(own)), 0, 1e-6);
  const x = tf.tensor4d([3, 2, 4, -1, -5, 6, 1, 2], [4, 1, 1, 2]);
  checkGradient((t) => featureConsistencyLoss([t as tf.Tensor4D], 2), x);
  assertThrows(() => loss(tf.zeros([3, 2, 2, 3])), RangeError, "raise batch");
});

Deno.test("Haar wavelets hold an image whole", () => {
  const x = tf.tensor4d(Array.from({ length: 2 * 8 * 8 * 3 }, (_, i) => Math.sin(i * i)), [
    ...[2, 8, 8, 3],
  ] as [number, number, number, number]);
  const { means, details } = haarWavelets(x, 2);
  assertEquals([means, ...details].map((t) => t.shape), [[2, 2, 2, 3], [2, 4, 4, 9], [2, 2, 2, 9]]);
  // Parseval: what a halving keeps and loses has a quarter of the energy.
  const energy = (t: tf.Tensor) => value(t.square().sum());
  const again = 4 * energy(details[0]) + 16 * (energy(details[1]) + energy(means));
  assertAlmostEquals(again / energy(x), 1, 1e-5);
  assertAlmostEquals(value(means.mean()), value(x.mean()), 1e-6);
  const one = tf.tensor4d([1, 2, 5, 11].flatMap((v) => [v, 0, 0]), [1, 2, 2, 3]);
  const red = haarWavelets(one, 1);
  const at = (t: tf.Tensor, k: number) => t.dataSync()[k];
  assertEquals(
    [at(red.means, 0), ...[0, 3, 6].map((k) => at(red.details[0], k))],
    [19 / 4, (1 - 2 + 5 - 11) / 4, (1 + 2 - 5 - 11) / 4, (1 - 2 - 5 + 11) / 4],
  );
});

Deno.test("the wavelet loss: 0 for the image, 1 for the mean on each level that varies, small features as good as large", () => {
  const size = 32, count = 4;
  // One patch of an image varies: of side 2 or of side 8.
  const images = (side: number) =>
    tf.tensor4d(
      Array.from({ length: count * size * size * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3), n = Math.floor(pixel / size ** 2);
        const y = Math.floor(pixel / size) % size, x = pixel % size;
        const stripe = x % 2 ? 0.5 : -0.5;
        return y < side && x < side ? (n % 2 ? stripe : -stripe) : 0.2;
      }),
      [count, size, size, 3],
    );
  for (const side of [2, 8]) {
    const x = images(side), mean = x.mean(0, true).tile([count, 1, 1, 1]) as tf.Tensor4D;
    assertAlmostEquals(value(waveletLoss(x, x)), 0, 1e-6);
    // Fine details alone vary here, so of the two levels one counts.
    assertAlmostEquals(value(waveletLoss(mean, x)), 0.5, 0.03);
  }
  const x = images(8), y = tf.tidy(() => x.mul(0.7).add(0.1)) as tf.Tensor4D;
  const loss = (t: tf.Tensor) => waveletLoss(t as tf.Tensor4D, x);
  const gradient = tf.grad(loss)(y), h = tf.tidy(() => gradient.mul(0.1));
  const moved = value(loss(y.add(h))) - value(loss(y.sub(h)));
  assertAlmostEquals(moved / (0.2 * value(gradient.square().sum())), 1, 0.02);
});

Deno.test("the feature loss: 0 for the image, 1 for the mean, by hand, each layer alike however large", () => {
  // Two features of two images: their variances over the batch are 1 and 4, in the mean 2.5.
  const x = tf.tensor2d([[0, 1], [2, 5]]), mean = tf.tensor2d([[1, 3], [1, 3]]);
  const flat = tf.tensor2d([[0, 3], [2, 3]]);
  assertAlmostEquals(value(featureLoss([x], [x])), 0, 1e-6);
  assertAlmostEquals(value(featureLoss([mean], [x])), 1, 1e-3);
  assertAlmostEquals(value(featureLoss([flat], [x])), 4 / 2 / 2.5, 1e-3); // errors 0 and 4
  const larger = (t: tf.Tensor) => t.mul(100);
  assertAlmostEquals(value(featureLoss([mean, larger(x)], [x, larger(x)])), 0.5, 1e-3);
  assertAlmostEquals(value(featureLoss([x, larger(mean)], [x, larger(x)])), 0.5, 1e-3);
  // A layer that does not vary says nothing of images that are alike in it.
  assertAlmostEquals(value(featureLoss([mean], [mean])), 0, 1e-6);
  assertThrows(() => featureLoss([x], [x, x]), RangeError, "features of 1 layers against 2");
  assertThrows(() => featureLoss([], []), RangeError);
});
