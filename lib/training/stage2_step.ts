/**
 * Stage 2: one step of the encoder, G frozen and in inference mode.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { latentLoss, pixelLoss } from "../losses/latent_loss.ts";
import { applyEncoder } from "../networks/encoder.ts";
import { applyGenerator } from "../networks/generator.ts";
import { foldStatistics, type Observed } from "../networks/network.ts";
import { type Adam, applyAdam, createAdam } from "./adam.ts";
import { type Augment, identityAugment } from "./diff_augment.ts";
import { type Losses, lossGradients } from "./gradients.ts";
import type { Model } from "./model.ts";

/** What stage 2 moves: the model's E and its moments. */
export interface Stage2 {
  /** The networks. */
  readonly model: Model;
  /** E's moments. */
  readonly adamE: Adam;
}

/** One batch: nothing but latents and labels, no real image. */
export interface Stage2Batch {
  /** Latents [B, z]. */
  readonly z: tf.Tensor2D;
  /** Labels, one-hot [B, K]. */
  readonly c: tf.Tensor2D;
}

/** Fresh moments for a model. */
export function createStage2(model: Model): Stage2 {
  return { model, adamE: createAdam(model.encoder.weights) };
}

/**
 * x = G(z, c), then one Adam update of E on mean((E(x) - z)^2). With config.objective = "pixel" the
 * loss is that of prior methods, mean((G(E(x), c) - x)^2).
 *
 * Source: section 3.2.
 *
 * @param state what moves: E only
 * @param batch read; the caller disposes of it
 * @param augment applied to the fakes before E (config.eAugment)
 * @returns the loss e/latent or e/pixel, kept; the caller disposes of it
 */
export function stage2Step(
  state: Stage2,
  batch: Stage2Batch,
  augment: Augment = identityAugment,
): Losses {
  const { config, average, encoder } = state.model;
  const { z, c } = batch;
  return tf.tidy(() => {
    const x = applyGenerator(config, average, z, c);
    const seen = augment(x);
    const observed: Observed = {};
    const { losses, gradients } = lossGradients(encoder.weights, (): Losses => {
      const estimate = applyEncoder(config, encoder, seen, { observed });
      return config.objective === "z"
        ? { "e/latent": latentLoss(estimate, z) }
        : { "e/pixel": pixelLoss(applyGenerator(config, average, estimate, c), x) };
    });
    const { eLearningRate: learningRate, eBeta1: beta1, beta2 } = config;
    applyAdam(state.adamE, encoder.weights, gradients, { learningRate, beta1, beta2 });
    foldStatistics(encoder, observed, config.bnDecay);
    return losses;
  });
}
