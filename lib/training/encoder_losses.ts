/**
 * What E and G owe each other where E learns in stage 1.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { energyDistanceLoss, unbiasedInvarianceLoss } from "../losses/invariance_loss.ts";
import { latentLoss, pixelLoss } from "../losses/latent_loss.ts";
import { correlationLoss, priorEnergyLoss, priorLoss } from "../losses/prior_loss.ts";
import { stopGradient } from "../losses/stop_gradient.ts";
import { waveletLoss } from "../losses/wavelet_loss.ts";
import { applyEncoder } from "../networks/encoder.ts";
import type { Model } from "../networks/model.ts";
import type { Observed } from "../networks/network.ts";
import type { EncodedRows } from "./encoded_latents.ts";
import { featureError } from "./feature_error.ts";
import type { Losses } from "./gradients.ts";

/** What E read, and what G drew from it. */
export interface EncodedStep {
  /** Where they lie in the batch. */
  readonly rows: EncodedRows;
  /** The reals that E read, [N, S, S, 3]. */
  readonly reals: tf.Tensor4D;
  /** What it read off them, [N, z]. */
  readonly encoded: tf.Tensor2D;
  /** All that G drew, [B, S, S, 3]. */
  readonly fake: tf.Tensor4D;
}

/**
 * E reads z off what G drew, G draws what E read off reals, and what E reads is spread as z is. With
 * config.cycleWeight E also reads the same off a real image and off what G makes of it in each domain.
 * Source: L_CONST of the Domain Transfer Network, Taigman et al., arXiv 1611.02200, equation 5, with a
 * learning E for its fixed f.
 *
 * @param model its config, D and E
 * @param z the batch's random latents [B, z]
 * @param step what E read and G drew
 * @returns e/prior, and those of e/invariance, e/energy, e/prior-energy, e/correlation, g/rebuilt, g/detail,
 *   g/features, e/latent and e/cycle that count, weighted
 */
export function encoderLosses(
  model: Model,
  z: tf.Tensor2D,
  { rows, reals, encoded, fake }: EncodedStep,
): Losses {
  const { config, encoder } = model;
  const losses: Losses = { "e/prior": priorLoss(encoded) };
  if (config.invarianceWeight > 0) {
    losses["e/invariance"] = unbiasedInvarianceLoss(encoded, rows.ownLabels())
      .mul(config.invarianceWeight);
  }
  if (config.energyWeight > 0) {
    losses["e/energy"] = energyDistanceLoss(encoded, rows.ownLabels()).mul(config.energyWeight);
  }
  if (config.priorEnergyWeight > 0) {
    losses["e/prior-energy"] = priorEnergyLoss(encoded, rows.draws(z))
      .mul(config.priorEnergyWeight);
  }
  if (config.correlationWeight > 0) {
    losses["e/correlation"] = correlationLoss(encoded).mul(config.correlationWeight);
  }
  if (config.rebuildWeight > 0) {
    losses["g/rebuilt"] = pixelLoss(rows.own(fake), reals).mul(config.rebuildWeight);
  }
  if (config.rebuildDetailWeight > 0) {
    losses["g/detail"] = waveletLoss(rows.own(fake), reals).mul(config.rebuildDetailWeight);
  }
  if (config.rebuildFeatureWeight > 0) {
    losses["g/features"] = featureError(model, rows.own(fake), reals, rows.ownLabels())
      .mul(config.rebuildFeatureWeight);
  }
  const cycles = config.cycleWeight > 0, randomRows = z.shape[0] - rows.rows;
  if (!cycles && randomRows === 0) return losses;
  const unused: Observed = {};
  const drawn = cycles ? fake : rows.random(fake);
  const read = applyEncoder(config, encoder, drawn, { observed: unused });
  tf.dispose(unused);
  if (randomRows > 0) {
    losses["e/latent"] = latentLoss(cycles ? rows.random(read) : read, rows.random(z));
  }
  if (cycles) {
    const again = read.slice([0, 0], [rows.rows, -1]);
    const first = rows.everywhere(stopGradient(encoded));
    losses["e/cycle"] = latentLoss(again, first).mul(config.cycleWeight);
  }
  return losses;
}
