/**
 * The classification losses: L_C, "of which domain".
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { labelLoss } from "../kernels/label_loss.ts";

/** The two sides of a classification loss. Labels are one-hot [B, K]; results are []. */
export interface ClassLoss {
  /**
   * What D minimises.
   *
   * @param real class logits of real images
   * @param fake class logits of fakes
   * @param c labels of both
   * @param onFakes whether fakes count too (AC-GAN only; ADC-GAN always counts them)
   */
  d(real: tf.Tensor2D, fake: tf.Tensor2D, c: tf.Tensor2D, onFakes: boolean): tf.Scalar;
  /** What G minimises, given the class logits of its fakes. */
  g(fake: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar;
}

/**
 * AC-GAN: D and G both minimise -log P(C = c). The paper's code trains D's head on reals only, the
 * AC-GAN paper (arXiv 1610.09585) on fakes too: config field classOnFakes.
 *
 * Source: section 3.1, L_C.
 */
export const acganLoss: ClassLoss = {
  d: (real, fake, c, onFakes) =>
    labelLoss(c, (onFakes ? [real, fake] : [real]).map((logits) => ({ logits, weights: [1] }))),
  g: (fake, c) => crossEntropy(fake, c),
};

/**
 * ADC-GAN: 2K classes, "real of domain k" at 2k and "fake of domain k" at 2k + 1. D minimises
 * CE(real, 2c) + CE(fake, 2c + 1); G minimises CE(fake, 2c) - CE(fake, 2c + 1), which moves fakes
 * towards the real of their domain instead of towards what is easiest to classify.
 *
 * Differs: not in the paper. The paper's head costs diversity. Source: arXiv 2107.10060.
 */
export const adcganLoss: ClassLoss = {
  d: (real, fake, c) =>
    labelLoss(c, [{ logits: real, weights: [1, 0] }, { logits: fake, weights: [0, 1] }]),
  g: (fake, c) => labelLoss(c, [{ logits: fake, weights: [1, -1] }]),
};

/** Classification losses by the name of D's head in the config; a projection head has none. */
export const classLosses: Readonly<Record<Config["dHead"], ClassLoss | undefined>> = {
  acgan: acganLoss,
  adcgan: adcganLoss,
  projection: undefined,
};

/** Mean of -sum_k c_k log softmax(logits)_k. */
export function crossEntropy(logits: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar {
  return labelLoss(c, [{ logits, weights: [1] }]);
}
