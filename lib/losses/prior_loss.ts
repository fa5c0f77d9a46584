/**
 * The loss that keeps E(x) distributed as z is drawn.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

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
