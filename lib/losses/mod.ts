/**
 * Every loss of both stages, each a pure function of tensors: L_S (`adversarialLosses`), L_C
 * (`classLosses`), the latent and the pixel objective of stage 2, and the losses that keep the
 * domains alike.
 *
 * @example
 * ```ts
 * import { install } from "@im2im/im2im/kernels";
 * import { latentLoss } from "@im2im/im2im/losses";
 * import { assertAlmostEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await install("cpu");
 * const loss = latentLoss(tf.tensor2d([[1, 2]]), tf.tensor2d([[1, 0]])); // mean((E(x) - z)^2)
 * assertAlmostEquals((await loss.data())[0], 2);
 * ```
 *
 * @module
 */
export * from "./adversarial_loss.ts";
export * from "./class_loss.ts";
export * from "./consistency_loss.ts";
export * from "./feature_loss.ts";
export {
  discriminatorLosses,
  type GanConfig,
  generatorLosses,
  type MadeFrom,
  type Verdict,
  type Verdicts,
} from "./gan_losses.ts";
export * from "./invariance_loss.ts";
export * from "./latent_loss.ts";
export * from "./prior_loss.ts";
export * from "./projected_source.ts";
export * from "./read_domain.ts";
export * from "./real_of_classes.ts";
export * from "./source_logit.ts";
export * from "./stop_gradient.ts";
export * from "./wavelet_loss.ts";
