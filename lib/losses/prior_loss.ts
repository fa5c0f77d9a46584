/**
 * The losses that keep E(x) distributed as z is drawn.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { energyDistanceLoss } from "./invariance_loss.ts";

/** Added to variances, so that a batch without any is not infinitely far. */
const EPSILON = 1e-4;

/**
 * How far a batch of latents is from z ~ N(0, 1): the mean over the coordinates of
 * (var + mean^2 - 1 - log var) / 2, with the mean and the variance of a coordinate over the batch.
 * That is the divergence KL(N(mean, var) || N(0, 1)). It is 0 where every coordinate has mean 0 and
 * variance 1.
 *
 * Differs: not in the paper. Source: AGE, Ulyanov et al., arXiv 1704.02304, equation 7.
 *
 * @param z E(x), [B, z], B at least 2
 * @returns []
 */
export function priorLoss(z: tf.Tensor2D): tf.Scalar {
  const { mean, variance } = tf.moments(z, 0);
  const divergence = variance.add(mean.square()).sub(1).sub(variance.add(EPSILON).log());
  return divergence.mean().div(2) as tf.Scalar;
}

/**
 * How far apart E(x) and random z are as distributions, whatever z is drawn from: half of the energy
 * distance between them, in the unbiased form of {@linkcode energyDistanceLoss}. {@linkcode priorLoss}
 * sees mean and variance of each coordinate alone, so that many random z may lie where E reads none, and
 * G learns little of them from real images.
 *
 * Differs: not in the paper. Source: Wasserstein auto-encoders, Tolstikhin et al., arXiv 1711.01558,
 * algorithm 2, with the energy distance for their kernel.
 *
 * @param z E(x), [B, z], B at least 2
 * @param random as many latents, as training draws them, [B, z]
 * @returns []
 */
export function priorEnergyLoss(z: tf.Tensor2D, random: tf.Tensor2D): tf.Scalar {
  const side = (label: number[]) => tf.tensor2d([label]).tile([z.shape[0], 1]);
  const sides = tf.concat([side([1, 0]), side([0, 1])]) as tf.Tensor2D;
  return energyDistanceLoss(tf.concat([z, random]) as tf.Tensor2D, sides);
}

/**
 * How the coordinates of a batch of latents go together: the sum of the squared covariances of
 * different coordinates, divided by z. {@linkcode priorLoss} sees each coordinate alone, so that a few
 * directions may hold nearly everything. B rows of independent coordinates score (z - 1) / (B - 1) by
 * chance.
 *
 * Differs: not in the paper. Source: VICReg, Bardes et al., arXiv 2105.04906, equation 4.
 *
 * @param z E(x), [B, z], B at least 2
 * @returns []
 */
export function correlationLoss(z: tf.Tensor2D): tf.Scalar {
  const [rows, width] = z.shape;
  const centred = z.sub(z.mean(0, true)) as tf.Tensor2D;
  const covariance = tf.matMul(centred, centred, true, false).div(rows - 1);
  const between = tf.scalar(1).sub(tf.eye(width));
  return covariance.mul(between).square().sum().div(width) as tf.Scalar;
}
