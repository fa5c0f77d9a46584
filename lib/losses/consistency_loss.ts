/**
 * The losses that keep what G draws from one z alike in all domains.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { haarWavelets } from "./haar_wavelets.ts";

/** Side of the images that are compared: colours and large shapes, not outlines. */
const SIDE = 16;
/** Added to the sums, so that a pixel that hardly varies counts little. Images are in [-1, 1]. */
const EPSILON = 1e-3;
/** Mean square below which a coefficient counts little. */
const FLOOR = 3e-3;
/** Share of a layer's mean square below which one of its features counts little. */
const FEATURE_FLOOR = 0.1;
/** Added to such floors, so that a layer in which nothing varies costs nothing. */
const SMALLEST = 1e-8;
/** Where a coefficient begins to be given up. */
const OUTLIER = 0.3;

/**
 * How differently z changes the images of different domains: the mean of 1 - rho over the pixels of
 * images shrunk to 16x16, where rho = 2 sum(a b) / sum(a^2 + b^2). a and b are the pixel's values
 * in two domains over the batch, after each domain's mean is subtracted. For K domains it is the
 * mean over their pairs. The loss is 0 where z changes all domains alike, and 1 where it changes
 * them independently. What a domain always looks like costs nothing, since its mean is subtracted.
 *
 * No other loss of an AC-GAN ties G(z, c) to G(z, c'). Only the shared weights do, and long
 * training undoes that.
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
 * How many places of an image G draws differently in two domains from the same z. Images are taken
 * apart into Haar wavelets, from differences of 2x2 pixels down to means of 16x16 blocks. a and b
 * are the values of a coefficient p in two domains over the batch, after each domain's mean is
 * subtracted. Then
 *
 *     u = sum (a - b)^2 / (sum (a^2 + b^2) + floor)
 *
 * is 0 where z changes both domains alike and about 1 where it changes them independently. The
 * floor, 0.003 for each value, makes u smaller where little varies. The loss is the mean over the
 * levels of sum_p s_p f(u_p) / sum_p s_p with f(u) = u^2 / (u^2 + 0.09) and s = sum (a^2 + b^2) /
 * (sum (a^2 + b^2) + floor). A level on which nothing varies costs nothing.
 *
 * f levels off. A place that the domains have to draw differently, such as the hair, therefore has
 * hardly any gradient. The other places, such as the eyes, are kept alike.
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
  return meanOf(
    [...details, means].map((level) => levelLoss(level, domains, () => FLOOR * level.shape[0])),
  );
}

/**
 * {@linkcode robustConsistencyLoss} of what a network's layers see in the images, in the place of
 * wavelets: the mean over its layers. A feature's floor is a tenth of the mean square of its layer's
 * features, whatever their scale. So the domains may differ in what a few features tell, such as a beard,
 * and are kept alike in what the others tell.
 *
 * Differs: not in the paper.
 *
 * @param features what each layer sees in the images of {@linkcode consistencyLoss}, [B, ...]
 * @param domains K
 * @returns []
 * @throws RangeError if there are fewer than two whole runs
 */
export function featureConsistencyLoss(
  features: readonly tf.Tensor4D[],
  domains: number,
): tf.Scalar {
  return meanOf(features.map((layer) => {
    const whole = wholeRuns(layer, domains), smallest = SMALLEST * whole.shape[0];
    return levelLoss(whole, domains, (squares) => squares.mean().mul(FEATURE_FLOOR).add(smallest));
  }));
}

const meanOf = (losses: tf.Tensor[]) => tf.addN(losses).div(losses.length) as tf.Scalar;

/**
 * The loss of one level, given the floor below sum (a^2 + b^2) for these sums. For K domains (a - b)^2
 * is summed over all pairs; each domain is in K - 1.
 */
function levelLoss(
  level: tf.Tensor4D,
  domains: number,
  floorOf: (squares: tf.Tensor) => tf.Tensor | number,
): tf.Tensor {
  const count = level.shape[0] / domains;
  const values = level.reshape<tf.Tensor3D>([count, domains, -1]);
  const { squares, ofSum } = secondMoments(values);
  const apart = squares.mul(domains).sub(ofSum).div(domains - 1); // sum (a - b)^2, over pairs
  const floor = squares.add(floorOf(squares));
  const share = squares.div(floor), u2 = apart.div(floor).square();
  return share.mul(u2.div(u2.add(OUTLIER ** 2))).sum().div(share.sum().add(EPSILON));
}

/**
 * Two sums over values (N, K, P) without each domain's mean: of the squares, and of the squares of
 * the sums over K; both (P).
 */
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
