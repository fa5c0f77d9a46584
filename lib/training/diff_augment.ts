/**
 * DiffAugment: the same random change of real and fake images before D, with gradients through it.
 *
 * Differs: not in the paper; for data sets of hundreds or thousands of images.
 * Source: Zhao et al., arXiv 2006.10738.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random.ts";
import { type Draw, drawNow } from "../kernels/draw.ts";

/** A differentiable change of a batch of images; shape and range stay. */
export type Augment = (x: tf.Tensor4D) => tf.Tensor4D;

/** A policy by its name in the config. */
export type Policy = "color" | "translation" | "cutout";

/** No change. */
export function identityAugment(x: tf.Tensor4D): tf.Tensor4D {
  return x;
}

/**
 * An augmentation that draws new random numbers for every image at every call.
 *
 * @param policies which, applied in this order; none gives {@linkcode identityAugment}
 * @param random the generator of random numbers, moved on at each call
 * @param draw makes the tensors of random numbers
 */
export function createAugment(
  policies: readonly Policy[],
  random: Random,
  draw: Draw = drawNow,
): Augment {
  if (!policies.length) return identityAugment;
  return (x) => policies.reduce((image, policy) => apply[policy](image, random, draw), x);
}

const apply: Record<Policy, (x: tf.Tensor4D, random: Random, draw: Draw) => tf.Tensor4D> = {
  color,
  translation,
  cutout,
};

/** One random number for each image, [B, 1, 1, 1]. */
function perImage(
  { shape: [batch] }: tf.Tensor4D,
  random: Random,
  draw: Draw,
  [from, to]: [number, number],
): tf.Tensor4D {
  const make = () => random.fillUniform(new Float32Array(batch), from, to);
  return draw([batch, 1, 1, 1], make) as tf.Tensor4D;
}

/** Brightness +-0.5, saturation 0 to 2 times, contrast 0.5 to 1.5 times. */
function color(x: tf.Tensor4D, random: Random, draw: Draw): tf.Tensor4D {
  let y: tf.Tensor = x.add(perImage(x, random, draw, [-0.5, 0.5]));
  const grey = y.mean(3, true);
  y = y.sub(grey).mul(perImage(x, random, draw, [0, 2])).add(grey);
  const mean = y.mean([1, 2, 3], true);
  return y.sub(mean).mul(perImage(x, random, draw, [0.5, 1.5])).add(mean) as tf.Tensor4D;
}

/** Shifts by up to 1/8 of the side each way, zeros (mid grey) coming in. */
function translation(x: tf.Tensor4D, random: Random, draw: Draw): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const shifts = (n: number) =>
    draw([batch, n, n], () => shiftMatrices(batch, n, random)) as tf.Tensor3D;
  const down = shifts(height), right = shifts(width);
  const rows = tf.matMul(down, x.reshape<tf.Tensor3D>([batch, height, width * channels]));
  const turned = rows.reshape<tf.Tensor4D>(x.shape).transpose<tf.Tensor4D>([0, 2, 1, 3]);
  const columns = tf.matMul(
    right,
    turned.reshape<tf.Tensor3D>([batch, width, height * channels]),
  );
  return columns.reshape<tf.Tensor4D>([batch, width, height, channels]).transpose([0, 2, 1, 3]);
}

/** For each image a matrix [n, n] that shifts by up to n / 8, as a product every backend has. */
function shiftMatrices(batch: number, n: number, random: Random): Float32Array {
  const most = Math.round(n / 8), values = new Float32Array(batch * n * n);
  for (let b = 0; b < batch; b++) {
    const shift = random.integer(2 * most + 1) - most;
    for (let i = Math.max(0, shift); i < Math.min(n, n + shift); i++) {
      values[(b * n + i) * n + i - shift] = 1;
    }
  }
  return values;
}

/** Sets a square of half the side to zero (mid grey), its centre anywhere in the image. */
function cutout(x: tf.Tensor4D, random: Random, draw: Draw): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  return x.mul(draw([batch, height, width, 1], () => cutMasks(batch, height, width, random)));
}

/** For each image a mask, 0 within the square and 1 elsewhere. */
function cutMasks(batch: number, height: number, width: number, random: Random): Float32Array {
  const mask = new Float32Array(batch * height * width).fill(1);
  for (let b = 0; b < batch; b++) {
    const top = random.integer(height + 1) - Math.floor(height / 4);
    const left = random.integer(width + 1) - Math.floor(width / 4);
    for (let i = Math.max(0, top); i < Math.min(height, top + height / 2); i++) {
      const row = (b * height + i) * width;
      mask.fill(0, row + Math.max(0, left), row + Math.max(0, Math.min(width, left + width / 2)));
    }
  }
  return mask;
}
