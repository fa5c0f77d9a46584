/**
 * Stage 2: one step of the encoder, G frozen and in inference mode.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import { crossEntropy } from "../losses/class_loss.ts";
import { invarianceLoss } from "../losses/invariance_loss.ts";
import { latentLoss, pixelLoss } from "../losses/latent_loss.ts";
import { waveletLoss } from "../losses/wavelet_loss.ts";
import { applyDomainEncoder, applyEncoder } from "../networks/encoder.ts";
import { applyGenerator } from "../networks/generator.ts";
import type { Observed } from "../networks/network.ts";
import { type Adam, type AdamOptions, createAdam } from "./adam.ts";
import { type Augment, identityAugment } from "./diff_augment.ts";
import { featureError } from "./feature_error.ts";
import { type Losses, lossGradients } from "./gradients.ts";
import { moveNetwork } from "./move_network.ts";
import type { Model } from "../networks/model.ts";
import { decayedStepSize } from "./step_size.ts";

/** What stage 2 moves: the model's E and its moments. */
export interface Stage2 {
  /** The networks. */
  readonly model: Model;
  /** E's moments. */
  readonly adamE: Adam;
  /** Who else trains it: gradients and observed statistics are then means over all ranks. */
  readonly ranks?: Ranks;
}

/** One batch: latents, labels and, if the config gives real images a weight, real images. */
export interface Stage2Batch {
  /** Latents [B, z]. */
  readonly z: tf.Tensor2D;
  /** Labels, one-hot [B, K]. */
  readonly c: tf.Tensor2D;
  /** As many real images; only needed where {@linkcode needsReals} says so. */
  readonly real?: RealBatch;
}

/** Real images of stage 2. */
export interface RealBatch {
  /** Images [B, size, size, 3] in [-1, 1]. */
  readonly x: tf.Tensor4D;
  /** Their labels, one-hot [B, K]. */
  readonly c: tf.Tensor2D;
}

/** Fresh moments for a model. */
export function createStage2(model: Model): Stage2 {
  return { model, adamE: createAdam(model.encoder.weights) };
}

/** Whether G draws again in stage 2 what E reads off reals, under this config. */
export const rebuildsReals = ({ eRealWeight, eDetailWeight, eFeatureWeight }: Config): boolean =>
  eRealWeight > 0 || eDetailWeight > 0 || eFeatureWeight > 0;

/** Whether E sees real images in stage 2 under this config. */
export const showsReals = (config: Config): boolean =>
  rebuildsReals(config) || config.eInvarianceWeight > 0;

/** Whether stage 2 uses real images under this config. The paper's stage 2 does not. */
export const needsReals = (config: Config): boolean => showsReals(config) || config.eDomain;

/**
 * Draws x = G(z, c), then makes one Adam update of E on mean((E(x) - z)^2). With config.objective =
 * "pixel" the loss is that of prior methods, mean((G(E(x), c) - x)^2).
 *
 * Source: section 3.2.
 *
 * Differs: with eRealWeight, eDetailWeight, eFeatureWeight or eInvarianceWeight above 0, E also sees
 * the real images of the batch, in one batch norm with the fakes. These losses of the real images are
 * then added: eRealWeight * mean((G(E(x), c) - x)^2), eDetailWeight * waveletLoss of the same two,
 * eFeatureWeight * featureLoss of what D sees in them, and eInvarianceWeight * invarianceLoss.
 * Translation applies E to real images, and here E learns what they look like. The z loss keeps E to
 * the latents that G understands. Source: in-domain inversion, Zhu et al., arXiv 2004.00049, without
 * its adversarial term, and with wavelets and D's features in place of another network's. With
 * eDomain a second encoder, which E shares nothing with, learns the domains of the reals
 * ({@linkcode applyDomainEncoder}).
 *
 * @param state what moves: E only
 * @param batch read; the caller disposes of it
 * @param augment applied to the fakes before E (config.eAugment)
 * @returns the loss e/latent or e/pixel, and those of e/real, e/detail, e/features, e/invariance
 *   and e/domain that count. All are weighted and kept (tf.keep); the caller disposes of them
 */
export function stage2Step(
  state: Stage2,
  batch: Stage2Batch,
  augment: Augment = identityAugment,
): Losses {
  const { config, average, encoder } = state.model;
  const { z, c, real } = batch;
  return tf.tidy(() => {
    const x = applyGenerator(config, average, z, c);
    const shown = showsReals(config) ? real : undefined;
    const seen = shown ? tf.concat([augment(x), shown.x]) : augment(x);
    const observed: Observed = {};
    const { losses, gradients } = lossGradients(encoder.weights, (): Losses => {
      const estimates = applyEncoder(config, encoder, seen, { observed });
      const [ofFake, ofReal] = shown ? tf.split<tf.Tensor2D>(estimates, 2) : [estimates];
      const losses = fakeLosses(state.model, ofFake, batch, x);
      if (shown) Object.assign(losses, realLosses(state.model, ofReal, shown));
      if (config.eDomain) {
        const logits = applyDomainEncoder(config, encoder, real!.x, { observed });
        losses["e/domain"] = crossEntropy(logits, real!.c);
      }
      return losses;
    });
    const options = adamOfE(config, state.adamE.updates);
    moveNetwork(state, encoder, state.adamE, { gradients, observed }, options);
    return losses;
  });
}

/** Adam's numbers for E's update after so many. */
export function adamOfE(config: Config, updates: number): AdamOptions {
  const { eLearningRate, eBeta1: beta1, beta2, steps2, eDecayShare } = config;
  return {
    learningRate: decayedStepSize(eLearningRate, updates, steps2, eDecayShare),
    beta1,
    beta2,
  };
}

function fakeLosses(
  { config, average }: Model,
  estimate: tf.Tensor2D,
  { z, c }: Stage2Batch,
  x: tf.Tensor4D,
): Losses {
  return config.objective === "z"
    ? { "e/latent": latentLoss(estimate, z) }
    : { "e/pixel": pixelLoss(applyGenerator(config, average, estimate, c), x) };
}

function realLosses(
  model: Model,
  estimate: tf.Tensor2D,
  { x, c }: RealBatch,
): Losses {
  const { config, average } = model;
  const losses: Losses = {};
  if (rebuildsReals(config)) {
    const reconstruction = applyGenerator(config, average, estimate, c);
    if (config.eRealWeight > 0) {
      losses["e/real"] = pixelLoss(reconstruction, x).mul(config.eRealWeight);
    }
    if (config.eDetailWeight > 0) {
      losses["e/detail"] = waveletLoss(reconstruction, x).mul(config.eDetailWeight);
    }
    if (config.eFeatureWeight > 0) {
      losses["e/features"] = featureError(model, reconstruction, x, c).mul(config.eFeatureWeight);
    }
  }
  if (config.eInvarianceWeight > 0) {
    losses["e/invariance"] = invarianceLoss(estimate, c).mul(config.eInvarianceWeight);
  }
  return losses;
}
