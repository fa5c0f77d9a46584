/**
 * The loss on what E(x) still tells of the domain.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * How far the domains' mean latents are apart: mean over k and j of (m_kj - m_j)^2, where m_k is
 * the mean of E(x) over the images of domain k in the batch and m the mean of all m_k.
 *
 * z is drawn alike for every domain, so a real image's z must not tell its domain either. Where the
 * means are equal, no linear probe with equal spread reads the domain off z.
 *
 * Differs: not in the paper. Source: the first moment of Deep CORAL's idea, arXiv 1607.01719.
 *
 * @param z E(x), [B, z]
 * @param c labels, one-hot [B, K]; a domain without an image in the batch does not count
 * @returns []
 */
export function invarianceLoss(z: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar {
  const counts = c.sum(0).expandDims(1); // (K, 1)
  const present = counts.minimum(1);
  const means = tf.matMul(c, z, true).div(counts.maximum(1)); // (K, z)
  const mean = means.sum(0, true).div(present.sum()); // (1, z)
  const squares = means.sub(mean).square().mul(present);
  return squares.sum().div(present.sum().mul(z.shape[1])) as tf.Scalar;
}

/**
 * {@linkcode invarianceLoss} without what chance adds to it: less the share of each domain's variance
 * that a mean of so few images has. Its mean over batches is 0 where the domains' means are equal, and
 * it does not pay to shrink E(x). A batch of few images can therefore have a loss below 0.
 *
 * Differs: not in the paper. Source: the unbiased estimate of the maximum mean discrepancy, Gretton et
 * al., Journal of Machine Learning Research 13 (2012), lemma 6, with the kernel z^T z'.
 *
 * @param z E(x), [B, z]
 * @param c labels, one-hot [B, K], with images of every domain; of a single image no variance is known, so
 *   nothing is taken off for it
 * @returns []
 */
export function unbiasedInvarianceLoss(z: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar {
  const domains = c.shape[1], counts = c.sum(0).expandDims(1); // (K, 1)
  const means = tf.matMul(c, z, true).div(counts); // (K, z)
  const within = z.sub(tf.matMul(c, means as tf.Tensor2D)).square() as tf.Tensor2D;
  const variances = tf.matMul(c, within, true).div(counts.sub(1).maximum(1)); // (K, z)
  const chance = variances.div(counts).mean().mul(1 - 1 / domains);
  return invarianceLoss(z, c).sub(chance) as tf.Scalar;
}

/** Added to squared distances, so that the root of 0 has a gradient. */
const TINY = 1e-6;

/**
 * How far apart the domains' latents are as distributions: the mean distance of E(x) and E(x') of two
 * domains, less the mean distance of two images of one domain, divided by sqrt(z). That is half of the
 * energy distance. Its mean over batches is 0 where E(x) is distributed alike in all domains, and above
 * 0 otherwise, also where the means are equal and {@linkcode invarianceLoss} sees nothing. A batch of
 * few images can have a loss below 0.
 *
 * Differs: not in the paper. Source: the energy distance of Szekely and Rizzo, Journal of Statistical
 * Planning and Inference 143 (2013), in its unbiased form. Fader Networks (Lample et al., arXiv
 * 1706.00409) take attributes out of E(x) by an adversary instead, which is a network more to train.
 *
 * @param z E(x), [B, z]
 * @param c labels, one-hot [B, K], with images of every domain; the single image of a domain does not
 *   count
 * @returns []
 */
export function energyDistanceLoss(z: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar {
  const rows = z.shape[0], squares = z.square().sum(1, true);
  const apart = squares.add(squares.transpose()).sub(tf.matMul(z, z, false, true).mul(2));
  const distance = apart.div(z.shape[1]).maximum(0).add(TINY).sqrt(); // (B, B)
  const alike = tf.matMul(c, c, false, true), counts = alike.sum(1);
  const sumWithin = distance.mul(alike.sub(tf.eye(rows))).sum(1); // none is at a distance to itself
  const within = sumWithin.div(counts.sub(1).maximum(1));
  const between = distance.mul(tf.scalar(1).sub(alike)).sum(1).div(tf.scalar(rows).sub(counts));
  return between.sub(within).mul(counts.sub(1).minimum(1)).mean() as tf.Scalar;
}
