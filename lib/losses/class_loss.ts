/**
 * The classification losses: L_C, "of which domain".
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { type LabelBatch, labelLoss } from "../kernels/label_loss.ts";

/** The two sides of a classification loss. Labels are one-hot [B, K]; results are []. */
export interface ClassLoss {
  /**
   * What D minimises.
   *
   * @param real class logits of real images
   * @param fake class logits of fakes
   * @param c labels of the fakes, and of the reals where these have none of their own
   * @param onFakes whether fakes count too (AC-GAN only; ADC-GAN always counts them)
   * @param cReal labels of the reals, where they are other images than those that the fakes stand beside
   */
  d(
    real: tf.Tensor2D,
    fake: tf.Tensor2D,
    c: tf.Tensor2D,
    onFakes: boolean,
    cReal?: tf.Tensor2D,
  ): tf.Scalar;
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
  d: (real, fake, c, onFakes, cReal = c) =>
    onFakes
      ? ofBoth({ logits: real, weights: [1] }, { logits: fake, weights: [1] }, c, cReal)
      : crossEntropy(real, cReal),
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
  d: (real, fake, c, _, cReal = c) =>
    ofBoth({ logits: real, weights: [1, 0] }, { logits: fake, weights: [0, 1] }, c, cReal),
  g: (fake, c) => labelLoss(c, [{ logits: fake, weights: [1, -1] }]),
};

/**
 * Semi-supervised GAN, its part that labels decide: of K + 1 classes, the last one "fake", D minimises
 * -log P(c | x, real) over labelled reals. The rest of -log P(class | x) is that of `realOfClasses`.
 *
 * Source: Salimans et al., arXiv 1606.03498, section 5, L_supervised; Odena, arXiv 1606.01583, trains D by
 * all K + 1 at once, which is the same sum where every real has a label.
 *
 * Differs: in both papers G is not told c. Translation needs a G that is, so here G also minimises
 * -log P(c | G(z, c), real). What D says of c comes from the labelled reals alone. Salimans et al. train G
 * by matching features instead.
 */
export const semiLoss: ClassLoss = {
  d: (real, _, c, __, cReal = c) => crossEntropy(real, cReal),
  g: (fake, c) => crossEntropy(fake, c),
};

/**
 * InfoGAN: D's class head is Q(c | x), and D and G both minimise -log Q(c | G(z, c)), a bound on the mutual
 * information of c and G(z, c). No real image and no label of one counts, so what c means is found, not
 * given.
 *
 * Source: Chen et al., arXiv 1606.03657, equation 5, for a categorical code. Its continuous codes are z with
 * config.zWeight: `latentLoss` is -log Q of a normal distribution of fixed variance. Differs: Q is a linear
 * layer on D's features, without the hidden layer in between, and all of z may be a code.
 */
export const infoLoss: ClassLoss = {
  d: (_, fake, c) => crossEntropy(fake, c),
  g: (fake, c) => crossEntropy(fake, c),
};

/** Classification losses by the name of D's head in the config; where D is told c it has none. */
export const classLosses: Readonly<Record<Config["dHead"], ClassLoss | undefined>> = {
  acgan: acganLoss,
  adcgan: adcganLoss,
  projection: undefined,
  concat: undefined,
  semi: semiLoss,
  infogan: infoLoss,
};

/** The sum over reals and fakes; where their labels are the same, in one kernel. */
function ofBoth(
  real: LabelBatch,
  fake: LabelBatch,
  c: tf.Tensor2D,
  cReal: tf.Tensor2D,
): tf.Scalar {
  if (c === cReal) return labelLoss(c, [real, fake]);
  return labelLoss(cReal, [real]).add(labelLoss(c, [fake]));
}

/** Mean of -sum_k c_k log softmax(logits)_k. */
export function crossEntropy(logits: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar {
  return labelLoss(c, [{ logits, weights: [1] }]);
}
