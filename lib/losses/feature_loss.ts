/**
 * An error of reconstructed images on what a network sees in them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { squaredError } from "../kernels/squared_error.ts";

/** Added to variances, so that a layer which hardly varies does not count for much. */
const FLOOR = 1e-4;

/**
 * The mean over layers of mean((f(y) - f(x))^2) / var f(x), where f is a layer's features of the
 * reconstruction y and of the image x, and var is their variance over the batch, averaged over the
 * features. It is 0 for x itself, and about 1 for what all x have in common, however large the features
 * of a layer are.
 *
 * Differs: not in the paper. Source: VAE/GAN, Larsen et al., arXiv 1512.09300, section 2.3, whose
 * features are those of one layer of D; dividing by the variance lets several layers count alike.
 *
 * @param reconstruction features of y, one tensor [B, ...] a layer
 * @param x features of x, of the same shapes
 * @returns []
 * @throws RangeError if the two differ in the number of layers, or there are none
 */
export function featureLoss(
  reconstruction: readonly tf.Tensor[],
  x: readonly tf.Tensor[],
): tf.Scalar {
  if (!x.length || x.length !== reconstruction.length) {
    throw new RangeError(`features of ${reconstruction.length} layers against ${x.length}`);
  }
  const losses = x.map((wanted, i) => {
    const variance = wanted.sub(wanted.mean(0, true)).square().mean();
    return squaredError(reconstruction[i], wanted).div(variance.add(FLOOR)) as tf.Scalar;
  });
  return tf.addN(losses).div(losses.length) as tf.Scalar;
}
