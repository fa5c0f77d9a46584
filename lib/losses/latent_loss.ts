/**
 * The stage-2 losses.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { squaredError } from "../kernels/squared_error.ts";

/**
 * The paper's objective: mean((E(G(z, c)) - z)^2).
 *
 * Source: section 3.2.
 *
 * @param estimate E(G(z, c)), [B, z]
 * @param z the latent that the image was made from, [B, z]
 * @returns []
 */
export function latentLoss(estimate: tf.Tensor2D, z: tf.Tensor2D): tf.Scalar {
  return squaredError(estimate, z);
}

/**
 * The objective of prior methods, kept to compare with: mean((G(E(x), c) - x)^2), G after E.
 *
 * Source: section 3.2 names it; it is not what the paper trains with.
 *
 * @param reconstruction G(E(x), c), [B, H, W, 3]
 * @param x the image, [B, H, W, 3]
 * @returns []
 */
export function pixelLoss(reconstruction: tf.Tensor4D, x: tf.Tensor4D): tf.Scalar {
  return squaredError(reconstruction, x);
}
