/**
 * Stage 1: one step of the AC-GAN with shared z.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import {
  consistencyLoss,
  featureConsistencyLoss,
  robustConsistencyLoss,
} from "../losses/consistency_loss.ts";
import { discriminatorLosses, generatorLosses } from "../losses/gan_losses.ts";
import { judgeAndSee } from "../networks/discriminator.ts";
import { applyEncoder, latentEncoder } from "../networks/encoder.ts";
import { applyGenerator } from "../networks/generator.ts";
import { followNetwork, type Observed, prefixed, unprefixed } from "../networks/network.ts";
import { type Adam, type AdamOptions, createAdam } from "./adam.ts";
import { type Augment, identityAugment } from "./diff_augment.ts";
import { type EncodedRows, encodedRows, encodesReals } from "./encoded_latents.ts";
import { encoderLosses } from "./encoder_losses.ts";
import { type Losses, lossGradients } from "./gradients.ts";
import { judgeTogether, type Shown } from "./judge_together.ts";
import { moveNetwork } from "./move_network.ts";
import type { Model } from "../networks/model.ts";
import { decayedStepSize } from "./step_size.ts";

/** What stage 1 moves: the model's G, its average and D, and their moments. */
export interface Stage1 {
  /** The networks. */
  readonly model: Model;
  /** G's moments. */
  readonly adamG: Adam;
  /** D's moments. */
  readonly adamD: Adam;
  /** E's moments, where {@linkcode encodesReals}: E then learns in stage 1 too. */
  readonly adamE?: Adam;
  /** Who else trains it: gradients and observed statistics are then means over all ranks. */
  readonly ranks?: Ranks;
}

/** One batch. The fakes are made with the labels of the reals. */
export interface Stage1Batch {
  /** Real images [B, size, size, 3] in [-1, 1]. */
  readonly x: tf.Tensor4D;
  /** Their labels, one-hot [B, K]. */
  readonly c: tf.Tensor2D;
  /** Latents [B, z]; where {@linkcode comparesDomains}, the same in each run of K rows. */
  readonly z: tf.Tensor2D;
  /**
   * Other reals, whose labels are known: only where {@linkcode labelsSome}. D learns classes from these,
   * and c says nothing of x.
   */
  readonly labelled?: Shown;
}

/** Whether D is told the labels of some reals only, which are then shown to it beside the others. */
export const labelsSome = ({ dHead, labelledShare }: Config): boolean =>
  labelledShare < 1 && dHead !== "infogan"; // which is told none

/**
 * Fresh moments for a model.
 *
 * @param model the networks
 * @param adamE E's moments, needed where {@linkcode encodesReals}
 */
export function createStage1(model: Model, adamE?: Adam): Stage1 {
  return {
    model,
    adamG: createAdam(model.generator.weights),
    adamD: createAdam(model.discriminator.weights),
    adamE,
  };
}

/**
 * Updates D once, then G config.gSteps times with the same z and c, then the moving average of G.
 *
 * Source: section 3.1; 1 : 2 steps from the public release.
 *
 * Differs: with config.encodedShare E learns too, with each update of G, and some of the z are what E
 * reads off the reals ({@linkcode encodedRows}). Source: VAE/GAN, Larsen et al., arXiv 1512.09300, without
 * its variational part; the prior is held by {@linkcode priorLoss}.
 *
 * @param state what moves
 * @param batch read; the caller disposes of it
 * @param augment applied to every image that D sees (config.diffAugment, config.instanceNoise)
 * @returns the losses d/source, d/class, g/source and g/class (those of classes not where D is told c),
 *   and those of d/latent, g/latent, g/consistency, g/robust and g/alike that have a weight. Where E learns
 *   too, also those of {@linkcode encoderLosses}. They are weighted and kept (tf.keep); the caller disposes
 *   of them
 */
export function stage1Step(
  state: Stage1,
  batch: Stage1Batch,
  augment: Augment = identityAugment,
): Losses {
  const { config, generator, average } = state.model;
  const z = fakeLatents(state, batch);
  const dLosses = discriminatorStep(state, { ...batch, z }, augment);
  if (z !== batch.z) z.dispose();
  let gLosses: Losses = {};
  for (let i = 0; i < config.gSteps; i++) {
    tf.dispose(gLosses);
    gLosses = generatorStep(state, batch, augment);
  }
  if (average !== generator) {
    followNetwork(average, generator, 1 - averageMomentum(config.emaMomentum, state.adamG.updates));
  }
  return { ...dLosses, ...gLosses };
}

/** Where a batch's encoded z lie. Its own size counts: a rank's batch is a share of config.batch. */
function rowsOf(config: Config, { shape: [batch, domains] }: tf.Tensor2D): EncodedRows {
  return encodedRows(batch, domains, config.encodedShare);
}

/** The z that D's fakes are made from: the batch's own, or with those that E reads in their place. */
function fakeLatents({ model: { config, encoder } }: Stage1, { x, c, z }: Stage1Batch) {
  if (!encodesReals(config)) return z;
  return tf.tidy(() => {
    const rows = rowsOf(config, c), unused: Observed = {};
    const mixed = rows.mix(z, applyEncoder(config, encoder, rows.own(x), { observed: unused }));
    tf.dispose(unused);
    return mixed;
  });
}

/**
 * The share of the average that is kept at update n: min(momentum, (1 + n) / (10 + n)). So the
 * noise at the start of a short run soon leaves the average. Source:
 * tf.train.ExponentialMovingAverage.
 */
export function averageMomentum(momentum: number, updates: number): number {
  return Math.min(momentum, (1 + updates) / (10 + updates));
}

/**
 * Updates D once on x and G(z, c); G does not move. Returns d/source, d/class, perhaps d/latent.
 */
export function discriminatorStep(state: Stage1, batch: Stage1Batch, augment: Augment): Losses {
  const { config, generator, discriminator } = state.model;
  const { x, c, z, labelled } = batch;
  return tf.tidy(() => {
    const unused: Observed = {};
    const fake = applyGenerator(config, generator, z, c, { observed: unused });
    tf.dispose(unused);
    const observed: Observed = {};
    const { losses, gradients } = lossGradients(discriminator.weights, () => {
      const shown = [{ x: augment(x), c }, { x: augment(fake), c }];
      if (labelled) shown.push({ x: augment(labelled.x), c: labelled.c });
      const [real, made, third] = judgeTogether(state.model, shown, { observed });
      const told = labelled && { verdict: third, c: labelled.c };
      return discriminatorLosses(config, { real, made, told }, { c, z });
    });
    const options = adamOfD(config, state.adamD.updates);
    moveNetwork(state, discriminator, state.adamD, { gradients, observed }, options);
    return losses;
  });
}

/**
 * Updates G once through D, and with config.encodedShare E; D does not move. Returns the losses of
 * {@linkcode stage1Step} whose names begin with g and e.
 */
export function generatorStep(state: Stage1, batch: Stage1Batch, augment: Augment): Losses {
  const { config, generator } = state.model, encoder = latentEncoder(state.model.encoder);
  return tf.tidy(() => {
    const observed: Observed = {}, observedByE: Observed = {};
    const moving = {
      ...prefixed("generator", generator.weights),
      ...encodesReals(config) && prefixed("encoder", encoder.weights),
    };
    const { losses, gradients } = lossGradients(moving, () => {
      if (!encodesReals(config)) {
        return fakeLosses(state.model, batch, batch.z, augment, observed).losses;
      }
      const rows = rowsOf(config, batch.c), reals = rows.own(batch.x);
      const encoded = applyEncoder(config, encoder, reals, { observed: observedByE });
      const z = rows.mix(batch.z, encoded);
      const { fake, losses } = fakeLosses(state.model, batch, z, augment, observed);
      return { ...losses, ...encoderLosses(state.model, batch.z, { rows, reals, encoded, fake }) };
    });
    const options = adamOfG(config, state.adamG.updates);
    if (encodesReals(config)) {
      const move = { gradients: unprefixed("encoder", gradients), observed: observedByE };
      const optionsE = adamOfEBesideG(config, state.adamG.updates);
      moveNetwork(state, encoder, state.adamE!, move, optionsE);
    }
    const move = { gradients: unprefixed("generator", gradients), observed };
    moveNetwork(state, generator, state.adamG, move, options);
    return losses;
  });
}

/** What G is told of its images by D, and what ties the domains. */
function fakeLosses(
  { config, generator, discriminator }: Model,
  { c }: Stage1Batch,
  z: tf.Tensor2D,
  augment: Augment,
  observed: Observed,
): { fake: tf.Tensor4D; losses: Losses } {
  const unused: Observed = {};
  const fake = applyGenerator(config, generator, z, c, { observed });
  const mode = { observed: unused }, shown = augment(fake);
  const { judgement, features } = judgeAndSee(config, discriminator, shown, mode, c);
  tf.dispose(unused);
  const losses: Losses = generatorLosses(config, judgement, { c, z });
  if (config.consistencyWeight > 0) {
    losses["g/consistency"] = consistencyLoss(fake, c.shape[1]).mul(config.consistencyWeight);
  }
  if (config.robustConsistencyWeight > 0) {
    losses["g/robust"] = robustConsistencyLoss(fake, c.shape[1]).mul(
      config.robustConsistencyWeight,
    );
  }
  if (config.featureConsistencyWeight > 0) {
    const deeper = features.slice(1); // the first layer is the largest, and sees little more than pixels
    losses["g/alike"] = featureConsistencyLoss(deeper, c.shape[1])
      .mul(config.featureConsistencyWeight);
  }
  return { fake, losses };
}

/** Adam's numbers for D's update after so many. */
export function adamOfD(config: Config, updates: number): AdamOptions {
  const { dLearningRate, beta1, beta2 } = config;
  return { learningRate: stepSize(config, dLearningRate, updates), beta1, beta2 };
}

/** Adam's numbers for G's update after so many; there are gSteps in a step. */
export function adamOfG(config: Config, updates: number): AdamOptions {
  const { gLearningRate, gSteps, beta1, beta2 } = config;
  return { learningRate: stepSize(config, gLearningRate, updates / gSteps), beta1, beta2 };
}

/** Adam's numbers for E's update in stage 1, which goes with G's update after so many. */
export function adamOfEBesideG(config: Config, updates: number): AdamOptions {
  const { eLearningRate, eBeta1: beta1, beta2, gSteps } = config;
  return { learningRate: stepSize(config, eLearningRate, updates / gSteps), beta1, beta2 };
}

/** A step size of stage 1 after a number of steps; G's falls at each of its updates. */
function stepSize({ steps1, decayShare }: Config, start: number, step: number): number {
  return decayedStepSize(start, step, steps1, decayShare);
}
