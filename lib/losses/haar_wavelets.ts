/**
 * Images as Haar wavelets: the coarse image, and the details of each size.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** An image taken apart, in as many numbers as it had. */
export interface HaarWavelets {
  /** Means of blocks, [N, side, side, 3]. */
  readonly means: tf.Tensor4D;
  /**
   * From fine to coarse, one for each halving of the side: differences within blocks of 2x2, left
   * to right, top to bottom, and crossed, [N, S/2, S/2, 9], [N, S/4, S/4, 9], ...
   */
  readonly details: readonly tf.Tensor4D[];
}

/**
 * Halves images until their side is small, and keeps the details that each halving loses. A
 * coefficient is the sum of four values, two or none of them negated, over 4.
 *
 * @param x images [N, S, S, 3], S a power of 2
 * @param side where to stop
 * @returns means and details, through which gradients flow. Call it within tf.tidy, which frees the
 *   intermediate tensors. Images that are small already are their own means
 */
export function haarWavelets(x: tf.Tensor4D, side: number): HaarWavelets {
  const details: tf.Tensor4D[] = [];
  while (x.shape[1] > side) {
    const [means, lost] = halve(x);
    details.push(lost);
    x = means;
  }
  return { means: x, details };
}

const SIGNS = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]];
/** Of a convolution [2, 2, 3, 12] with stride 2, which every backend has a fast gradient of. */
const FILTER = [0, 1, 2, 3].flatMap((pixel) =>
  [0, 1, 2].flatMap((from) =>
    SIGNS.flatMap((sign) => [0, 1, 2].map((to) => from === to ? sign[pixel] / 4 : 0))
  )
);

function halve(x: tf.Tensor4D): [tf.Tensor4D, tf.Tensor4D] {
  return tf.tidy(() => {
    const all = tf.conv2d(x, tf.tensor4d(FILTER, [2, 2, 3, 12]), 2, "valid");
    return tf.split(all, [3, 9], 3) as [tf.Tensor4D, tf.Tensor4D];
  });
}
