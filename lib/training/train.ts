/**
 * The training loops of both stages, as async generators: the caller decides what to show.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { type Batcher, createBatcher } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { Random } from "../random.ts";
import { type Augment, createAugment } from "./diff_augment.ts";
import type { Losses } from "./gradients.ts";
import { addInstanceNoise } from "./instance_noise.ts";
import { oneHot, sampleLatent } from "./latent.ts";
import { readLosses } from "./read_losses.ts";
import { stage1Step } from "./stage1_step.ts";
import { decayedStepSize } from "./step_size.ts";
import { needsReals, type RealBatch, stage2Step } from "./stage2_step.ts";
import type { Training } from "./training.ts";

/** What a loop reports after each step. */
export interface TrainEvent {
  /** Which stage. */
  readonly stage: 1 | 2;
  /** Steps of this stage done, from 1. */
  readonly step: number;
  /** Steps that this stage will have. */
  readonly steps: number;
  /** Losses by name, at every config.logEvery-th step and the last; reading them costs a wait. */
  readonly losses: Readonly<Record<string, number>> | null;
  /** Seconds since the loop was entered. */
  readonly seconds: number;
  /** Training images a second since the loop was entered. */
  readonly imagesPerSecond: number;
}

/** What a loop can be given. */
export interface TrainOptions {
  /** Stops the loop after the step in progress; nothing is lost. */
  readonly signal?: AbortSignal;
  /** Resolves with the reason if the device is lost. */
  readonly deviceLost?: Promise<string>;
}

/** What the loop of stage 2 can be given. */
export interface TrainStage2Options extends TrainOptions {
  /** Real images; only looked at where config.eReal or config.eInvariance is above 0. */
  readonly images?: ImageSet;
}

/**
 * Stage 1: trains G and D until config.steps1 steps are done in all.
 *
 * @param training the run; moved on by every step
 * @param images real images to train on
 * @param options a signal to stop by
 * @yields one event a step
 * @throws NonFiniteError if a loss is not finite; DeviceLostError if the device is lost
 */
export async function* trainStage1(
  training: Training,
  images: ImageSet,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent> {
  const { model, random, stage1 } = training, { config, domains } = model;
  const batcher = createBatcher(images, config, random.batches);
  const change = createAugment(config.diffAugment, random.stage1);
  const step = () =>
    tf.tidy(() => {
      const noise = noiseAmount(config, stage1.adamD.updates);
      const augment: Augment = (x) => addInstanceNoise(change(x), noise, random.stage1);
      return stage1Step(stage1, {
        ...realBatch(batcher, config, domains.length),
        z: stage1Latents(config, random.stage1, domains.length),
      }, augment);
    });
  yield* loop(training, 1, step, options);
}

/** Instance noise falls as the step sizes do. */
function noiseAmount({ instanceNoise, steps1, decay }: Config, step: number): number {
  return decayedStepSize(instanceNoise, step, steps1, decay);
}

/** z of each fake; with config.consistency, one z for the K images that differ in c alone. */
function stage1Latents(config: Config, random: Random, domains: number): tf.Tensor2D {
  if (config.consistency === 0) return sampleLatent(config, random, config.batch);
  const distinct = Math.ceil(config.batch / domains);
  const z = sampleLatent(config, random, distinct).expandDims(1).tile([1, domains, 1]);
  return z.reshape<tf.Tensor2D>([distinct * domains, config.z]).slice(0, config.batch);
}

/**
 * Stage 2: trains E until config.steps2 steps are done in all. The paper's needs no real image.
 *
 * @param training the run; moved on by every step
 * @param options a signal to stop by; real images where the config weighs them
 * @yields one event a step
 * @throws RangeError if the config weighs real images and none are given
 * @throws NonFiniteError if a loss is not finite; DeviceLostError if the device is lost
 */
export async function* trainStage2(
  training: Training,
  options: TrainStage2Options = {},
): AsyncGenerator<TrainEvent> {
  const { model, random, stage2 } = training, { config, domains } = model;
  const { images } = options;
  if (needsReals(config) && !images) {
    throw new RangeError(
      "Stage 2 needs real images where eReal or eInvariance is above 0: give options.images",
    );
  }
  const batcher = needsReals(config) ? createBatcher(images!, config, random.batches) : undefined;
  const augment = createAugment(config.eAugment, random.stage2);
  const step = () =>
    tf.tidy(() =>
      stage2Step(stage2, {
        z: sampleLatent(config, random.stage2, config.batch),
        c: oneHot(randomLabels(random.stage2, config.batch, domains.length), domains.length),
        real: batcher && realBatch(batcher, config, domains.length),
      }, augment)
    );
  yield* loop(training, 2, step, options);
}

/** The next real images and their labels, as tensors. */
function realBatch(batcher: Batcher, { batch, size }: Config, domains: number): RealBatch {
  const { images, labels } = batcher.next();
  return { x: tf.tensor4d(images, [batch, size, size, 3]), c: oneHot(labels, domains) };
}

/** B labels, every domain equally likely. */
export function randomLabels(random: Random, count: number, domains: number): number[] {
  return Array.from({ length: count }, () => random.integer(domains));
}

async function* loop(
  training: Training,
  stage: 1 | 2,
  step: () => Losses,
  options: TrainOptions,
): AsyncGenerator<TrainEvent> {
  const { config } = training.model;
  const counter = stage === 1 ? "step1" : "step2", steps = config[`steps${stage}`];
  const from = training[counter], start = performance.now();
  while (training[counter] < steps && !options.signal?.aborted) {
    const losses = step();
    const done = ++training[counter];
    let values: Record<string, number> | null = null;
    // A checkpoint is only worth keeping if the losses before it were finite.
    if (done % config.logEvery === 0 || done % config.saveEvery === 0 || done === steps) {
      values = await readLosses(losses, options.deviceLost);
    } else {
      tf.dispose(losses);
    }
    const seconds = (performance.now() - start) / 1000;
    const imagesPerSecond = (done - from) * config.batch / seconds;
    yield { stage, step: done, steps, losses: values, seconds, imagesPerSecond };
    await breathe();
  }
}

/** Lets signals and timers in: on WASM a step never waits, so nothing else would. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
