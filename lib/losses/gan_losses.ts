/**
 * What D and G are asked in one step of stage 1, whatever D's head is.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { adversarialLosses } from "./adversarial_loss.ts";
import { classLosses } from "./class_loss.ts";
import { latentLoss } from "./latent_loss.ts";
import { type Said, sourceLogits } from "./source_logit.ts";

/** The fields of a config that decide which losses there are. */
export type GanConfig = Pick<
  Config,
  "dHead" | "loss" | "classWeight" | "classOnFakes" | "zWeight"
>;

/** What D says of a batch. */
export interface Verdict extends Said {
  /** z as D reads it, [B, z], where it has such a head. */
  readonly latent?: tf.Tensor2D;
}

/** What D says in its own step. */
export interface Verdicts {
  /** Of reals. */
  readonly real: Verdict;
  /** Of fakes. */
  readonly made: Verdict;
  /** Of the reals whose labels are known and what these are, where they are other ones than `real`. */
  readonly told?: { readonly verdict: Verdict; readonly c: tf.Tensor2D };
}

/** What the fakes were made from. */
export interface MadeFrom {
  /** Labels, one-hot [B, K]; they are those of the reals too. */
  readonly c: tf.Tensor2D;
  /** Latents [B, z]. */
  readonly z: tf.Tensor2D;
}

/**
 * What D minimises.
 *
 * @param config which losses, and their weights
 * @param verdicts what D says
 * @param from what the fakes were made from
 * @returns d/source, and those of d/class and d/latent that count, weighted
 */
export function discriminatorLosses(
  { dHead, loss, classWeight, classOnFakes, zWeight }: GanConfig,
  { real, made, told }: Verdicts,
  { c, z }: MadeFrom,
): Record<string, tf.Scalar> {
  const source = sourceLogits[dHead], classes = classLosses[dHead];
  const losses: Record<string, tf.Scalar> = {
    "d/source": adversarialLosses[loss].d(source(real, c), source(made, c)),
  };
  if (classes) {
    const known = (told?.verdict ?? real).classes!;
    losses["d/class"] = classes.d(known, made.classes!, c, classOnFakes, told?.c).mul(classWeight);
  }
  if (made.latent) losses["d/latent"] = latentLoss(made.latent, z).mul(zWeight);
  return losses;
}

/**
 * What G minimises through D.
 *
 * @param config which losses, and their weights
 * @param made what D says of the fakes
 * @param from what the fakes were made from
 * @returns g/source, and those of g/class and g/latent that count, weighted
 */
export function generatorLosses(
  { dHead, loss, classWeight, zWeight }: GanConfig,
  made: Verdict,
  { c, z }: MadeFrom,
): Record<string, tf.Scalar> {
  const classes = classLosses[dHead];
  const losses: Record<string, tf.Scalar> = {
    "g/source": adversarialLosses[loss].g(sourceLogits[dHead](made, c)),
  };
  if (classes) losses["g/class"] = classes.g(made.classes!, c).mul(classWeight);
  if (made.latent) losses["g/latent"] = latentLoss(made.latent, z).mul(zWeight);
  return losses;
}
