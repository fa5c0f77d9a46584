/**
 * CycleGAN's losses.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/**
 * Least squares: mean((answers - target)^2), target 1 for real and 0 for fake.
 *
 * Source: Mao et al., arXiv 1611.04076; Zhu et al., arXiv 1703.10593, section 4.
 *
 * @param answers of a discriminator, of any shape
 * @param real whether they should say real
 * @returns a scalar; the caller disposes of it
 */
export function leastSquares(answers: tf.Tensor, real: boolean): tf.Scalar {
  return (real ? answers.sub(1) : answers).square().mean();
}

/**
 * mean(|a - b|): of a cycle, F(G(x)) against x (Zhu et al., arXiv 1703.10593, equation 2); of the
 * identity loss, G(y) against y (section 5.2).
 *
 * @param a [B, S, S, 3]
 * @param b the same shape
 * @returns a scalar; the caller disposes of it
 */
export function absoluteError(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return a.sub(b).abs().mean();
}
