/**
 * What G draws from one z in different domains, held alike.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { haarWavelets } from "./haar_wavelets.ts";

/** Side of the images that are compared: colours and large shapes, not outlines. */
const SIDE = 16;
/** Keeps a pixel that hardly varies from counting: images are in [-1, 1]. */
const EPSILON = 1e-3;
/** Mean square below which a coefficient counts little. */
const FLOOR = 3e-3;
/** Where a coefficient begins to be given up. */
const OUTLIER = 0.3;

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
  const whole = wholeRuns(x, domains), count = whole.shape[0] / domains;
  const values = shrink(whole).reshape<tf.Tensor3D>([count, domains, -1]); // (N, K, 16 * 16 * 3)
  const { squares, ofSum } = secondMoments(values);
  // ||sum of K||^2 = sum of squares + sum over ordered pairs: rho of all pairs in one pass.
  const rho = ofSum.sub(squares).div(squares.add(EPSILON * count)).div(domains - 1);
  return tf.scalar(1).sub(rho.mean()) as tf.Scalar;
}

/**
 * How many places G draws otherwise in one domain than in another, of the same z. Images are taken
 * apart into Haar wavelets, differences of 2x2 pixels down to means of 16x16 blocks. For each
 * coefficient p, over the batch, a and b its values in two domains, each domain's mean taken off,
 *
 *     u = sum (a - b)^2 / (sum (a^2 + b^2) + floor)
 *
 * is 0 where z changes both domains alike and about 1 where it changes them independently; floor,
 * 0.003 for each value, makes it less where little varies. The loss is the mean over the levels of
 * sum_p s_p f(u_p) / sum_p s_p, f(u) = u^2 / (u^2 + 0.09), s = sum (a^2 + b^2) / (the same + floor). A
 * level on which nothing varies costs nothing.
 *
 * f levels off: a place that the domains have to draw differently, such as the hair, is given up and
 * hardly pulls any more; the others, such as the eyes, are held.
 *
 * Differs: not in the paper. f is that of Geman and McClure (1987), for fitting with outliers.
 *
 * @param x as in {@linkcode consistencyLoss}, of a side of at least 16
 * @param domains K
 * @returns []
 * @throws RangeError if there are fewer than two whole runs
 */
export function robustConsistencyLoss(x: tf.Tensor4D, domains: number): tf.Scalar {
  const { details, means } = haarWavelets(wholeRuns(x, domains), SIDE);
  const losses = [...details, means].map((level) => levelLoss(level, domains));
  return tf.addN(losses).div(losses.length) as tf.Scalar;
}

/** The loss of one level; for K domains (a - b)^2 is that of all pairs, of which each is in K - 1. */
function levelLoss(level: tf.Tensor4D, domains: number): tf.Tensor {
  const count = level.shape[0] / domains;
  const values = level.reshape<tf.Tensor3D>([count, domains, -1]);
  const { squares, ofSum } = secondMoments(values);
  const apart = squares.mul(domains).sub(ofSum).div(domains - 1); // sum (a - b)^2, over pairs
  const floor = squares.add(FLOOR * count * domains);
  const share = squares.div(floor), u2 = apart.div(floor).square();
  return share.mul(u2.div(u2.add(OUTLIER ** 2))).sum().div(share.sum().add(EPSILON));
}

/** Of values (N, K, P), each domain's mean taken off: sum of squares, and of squares of K summed, (P). */
function secondMoments(values: tf.Tensor3D): { squares: tf.Tensor; ofSum: tf.Tensor } {
  const centred = values.sub(values.mean(0, true));
  return { squares: centred.square().sum([0, 1]), ofSum: centred.sum(1).square().sum(0) };
}

/** The runs of K images that are whole, checked. */
function wholeRuns(x: tf.Tensor4D, domains: number): tf.Tensor4D {
  const count = Math.floor(x.shape[0] / domains);
  if (count < 2) {
    throw new RangeError(
      `Consistency needs a batch of at least ${2 * domains} images, got ${x.shape[0]}: raise batch`,
    );
  }
  return x.slice(0, count * domains);
}

/** Means of blocks of pixels, as a convolution, which every backend has a fast gradient of. */
function shrink(x: tf.Tensor4D): tf.Tensor4D {
  const block = x.shape[1] / SIDE;
  const filter = tf.eye(3).div(block ** 2).reshape([1, 1, 3, 3]).tile([block, block, 1, 1]);
  return tf.conv2d(x, filter as tf.Tensor4D, block, "valid");
}
