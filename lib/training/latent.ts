/**
 * The latent z and the label c, as tensors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Random } from "../random.ts";
import { type Draw, drawNow } from "../kernels/draw.ts";

/**
 * Draws z ~ N(0,1), or U(-1,1) as in the paper.
 *
 * @param config its z and zDistribution
 * @param random the generator of random numbers, moved on
 * @param count B
 * @param draw makes the tensor
 * @returns [B, z], float32; the caller disposes of it
 */
export function sampleLatent(
  config: Config,
  random: Random,
  count: number,
  draw: Draw = drawNow,
): tf.Tensor2D {
  return draw([count, config.z], () => {
    const values = new Float32Array(count * config.z);
    return config.zDistribution === "normal"
      ? random.fillNormal(values)
      : random.fillUniform(values, -1, 1);
  }) as tf.Tensor2D;
}

/** Variance of one component of z: 1 for N(0,1), 1/3 for U(-1,1). */
export function latentVariance(config: Config): number {
  return config.zDistribution === "normal" ? 1 : 1 / 3;
}

/**
 * Labels as one-hot rows.
 *
 * @param labels domain of each image, 0 to K - 1
 * @param domains K
 * @returns [B, K], float32; the caller disposes of it
 * @throws RangeError if a label is none of these
 */
export function oneHot(labels: ArrayLike<number>, domains: number): tf.Tensor2D {
  return tf.tensor2d(oneHotRows(labels, domains), [labels.length, domains]);
}

/** The numbers of {@linkcode oneHot}, row by row. */
export function oneHotRows(labels: ArrayLike<number>, domains: number): Float32Array {
  const rows = new Float32Array(labels.length * domains);
  for (let i = 0; i < labels.length; i++) {
    if (!(labels[i] >= 0 && labels[i] < domains)) {
      throw new RangeError(`Label ${labels[i]} is not from 0 to ${domains - 1}`);
    }
    rows[i * domains + labels[i]] = 1;
  }
  return rows;
}
