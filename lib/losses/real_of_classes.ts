/**
 * "Real or fake" of a semi-supervised GAN, whose D has one head of K + 1 classes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * log P(real) / P(fake) under a softmax of K + 1 logits: K domains, and "fake" with the logit -source. That
 * is log sum_k exp(classes_k) + source. An unlabelled real asks for no more than that: to be one of the K.
 *
 * Source: Salimans et al., arXiv 1606.03498, section 5, L_unsupervised; Odena, arXiv 1606.01583.
 *
 * @param said D's source [B] and class logits [B, K]
 * @returns logits [B]
 */
export function realOfClasses(
  { source, classes }: { readonly source: tf.Tensor1D; readonly classes: tf.Tensor2D },
): tf.Tensor1D {
  return source.add(tf.logSumExp(classes, 1));
}
