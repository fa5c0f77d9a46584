/**
 * D(x, c) of a conditional GAN with a projection head: D is told c instead of asked for it.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/**
 * The logit that the adversarial loss takes in the place of D's source: source + sum_k c_k classes_k.
 * D's class head is linear in its features, so its column of a domain is that domain's embedding, and
 * the sum is the inner product of features and embedding. There is no class loss then.
 *
 * Source: Miyato and Koyama, arXiv 1802.05637, equation 3. Differs: each embedding has a bias.
 *
 * @param judgement D's source [B] and class logits [B, K]
 * @param c labels, one-hot [B, K]
 * @returns logits [B]
 */
export function projectedSource(
  { source, classes }: { readonly source: tf.Tensor1D; readonly classes: tf.Tensor2D },
  c: tf.Tensor2D,
): tf.Tensor1D {
  return source.add(classes.mul(c).sum(1));
}
