/**
 * What G draws from one z in different domains, held alike.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Side of the images that are compared: colours and large shapes, not outlines. */
const SIDE = 16;
/** Keeps a pixel that hardly varies from counting: images are in [-1, 1]. */
const EPSILON = 1e-3;

/**
 * How far the domains' images of the same z vary apart: the mean, over the pixels of images shrunk
 * to 16x16, of 1 - rho, where rho = 2 sum(a b) / sum(a^2 + b^2) and a, b are the pixel's values in
 * two domains over the batch, each domain's mean taken off; for K domains, the mean over their
 * pairs. 0 where z changes all domains alike, 1 where it changes them independently. What a domain
 * always looks like costs nothing, since its mean is taken off.
 *
 * Nothing in an AC-GAN's losses ties G(z, c) to G(z, c'): only that the weights are shared, which
 * long training undoes. This does.
 *
 * Differs: not in the paper. rho is Lin's concordance of centred values (Biometrics 45, 1989).
 *
 * @param x G(z, c), [B, size, size, 3], K images of one z in each run of K rows, one a domain;
 *   rows after the last whole run do not count
 * @param domains K
 * @returns []
 * @throws RangeError if there are fewer than two whole runs
 */
export function consistencyLoss(x: tf.Tensor4D, domains: number): tf.Scalar {
  const count = Math.floor(x.shape[0] / domains);
  if (count < 2) {
    throw new RangeError(
      `Consistency needs a batch of at least ${2 * domains} images, got ${x.shape[0]}: raise batch`,
    );
  }
  const whole = x.slice(0, count * domains);
  const values = shrink(whole).reshape<tf.Tensor3D>([count, domains, -1]); // (N, K, 16 * 16 * 3)
  const centred = values.sub(values.mean(0, true));
  // ||sum of K||^2 = sum of squares + sum over ordered pairs: rho of all pairs in one pass.
  const squares = centred.square().sum([0, 1]); // (768)
  const ofSum = centred.sum(1).square().sum(0);
  const rho = ofSum.sub(squares).div(squares.add(EPSILON * count)).div(domains - 1);
  return tf.scalar(1).sub(rho.mean()) as tf.Scalar;
}

/** Means of blocks of pixels, as a convolution, which every backend has a fast gradient of. */
function shrink(x: tf.Tensor4D): tf.Tensor4D {
  const block = x.shape[1] / SIDE;
  const filter = tf.eye(3).div(block ** 2).reshape([1, 1, 3, 3]).tile([block, block, 1, 1]);
  return tf.conv2d(x, filter as tf.Tensor4D, block, "valid");
}
