/**
 * The adversarial losses: L_S, "is it real".
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { logitLoss, type LogitPenalty } from "../kernels/logit_loss.ts";

/** The two sides of an adversarial loss, on logits of D. */
export interface AdversarialLoss {
  /** What D minimises. `real` and `fake` are D's source logits, [B]; returns []. */
  d(real: tf.Tensor1D, fake: tf.Tensor1D): tf.Scalar;
  /** What G minimises. `fake` is D's source logits of G(z, c), [B]; returns []. */
  g(fake: tf.Tensor1D): tf.Scalar;
}

/**
 * Cross entropy: D minimises -log s(D(x)) - log(1 - s(D(G(z, c)))), G minimises -log s(D(G(z, c))),
 * s the sigmoid, computed with softplus so that no logit overflows.
 *
 * Source: section 3.1, L_S, in the non-saturating form of the public release.
 */
export const bceLoss: AdversarialLoss = {
  d: (real, fake) => apart("softplus", real, fake),
  g: (fake) => logitLoss("softplus", [{ logits: fake, target: 1 }]),
};

/**
 * Hinge: D minimises max(0, 1 - D(x)) + max(0, 1 + D(G(z, c))), G minimises -D(G(z, c)).
 *
 * Differs: the paper has cross entropy. With spectral norm, hinge is the field's default
 * (arXiv 1802.05957).
 */
export const hingeLoss: AdversarialLoss = {
  d: (real, fake) => apart("hinge", real, fake),
  g: (fake) => logitLoss("linear", [{ logits: fake, target: 1 }]),
};

/** Adversarial losses by their name in the config. */
export const adversarialLosses: Readonly<Record<Config["loss"], AdversarialLoss>> = {
  bce: bceLoss,
  hinge: hingeLoss,
};

/** The logits of reals up, those of fakes down. */
function apart(penalty: LogitPenalty, real: tf.Tensor1D, fake: tf.Tensor1D): tf.Scalar {
  return logitLoss(penalty, [{ logits: real, target: 1 }, { logits: fake, target: -1 }]);
}
