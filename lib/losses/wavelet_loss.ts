/**
 * An error of reconstructed images in which small features count as much as large ones.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { haarWavelets } from "./haar_wavelets.ts";

/** Side of the coarsest level. */
const SIDE = 16;
/** Variance below which a coefficient counts little. */
const FLOOR = 3e-3;

/**
 * Both images are taken apart into Haar wavelets, down to means of 16x16. The loss is the mean over
 * the levels of
 *
 *     sum_p s_p e_p / v_p / sum_p s_p,  s = v / (v + 0.003)
 *
 * where p runs over the coefficients of a level, e is the squared error, averaged over the batch,
 * and v is the variance of x. The loss is 0 for x itself and about 1 for the mean of x, or less
 * where some level does not vary. In a pixel error a brow or the bend of a mouth counts for nothing
 * beside the hair. Here each place counts by the share of its own variation that is reconstructed.
 *
 * Differs: not in the paper. It takes the place that an error on features of a network trained on
 * photographs has in in-domain inversion (Zhu et al., arXiv 2004.00049).
 *
 * @param reconstruction [B, S, S, 3], S at least 16
 * @param x the images, of the same shape
 * @returns []
 */
export function waveletLoss(reconstruction: tf.Tensor4D, x: tf.Tensor4D): tf.Scalar {
  const levels = (images: tf.Tensor4D) => {
    const { means, details } = haarWavelets(images, SIDE);
    return [...details, means];
  };
  const wanted = levels(x);
  const losses = levels(reconstruction).map((got, i) => {
    const errors = got.sub(wanted[i]).square().mean(0);
    const variance = wanted[i].sub(wanted[i].mean(0, true)).square().mean(0);
    const floor = variance.add(FLOOR);
    return errors.div(floor).sum().div(variance.div(floor).sum().add(FLOOR));
  });
  return tf.addN(losses).div(losses.length) as tf.Scalar;
}
