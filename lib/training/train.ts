/**
 * The training loops of both stages, as async generators: the caller decides what to show.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { comparesDomains, type Config } from "../config.ts";
import { type Batch, type Batcher, createBatcher } from "../data/batches.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { ImageSet } from "../data/image_set.ts";
import { labelledImages } from "../data/labelled_images.ts";
import type { Random } from "../random.ts";
import { resetAdam } from "./adam.ts";
import { assignCodes } from "./assign_codes.ts";
import { checkStepMemory } from "./check_step_memory.ts";
import { type Augment, createAugment } from "./diff_augment.ts";
import { type Draw, drawNow } from "../kernels/draw.ts";
import { encodesReals } from "./encoded_latents.ts";
import { eraseDomain } from "./erase_domain.ts";
import { addInstanceNoise } from "./instance_noise.ts";
import { oneHotRows, sampleLatent } from "./latent.ts";
import { reestimateStatistics } from "./reestimate_statistics.ts";
import { replayStage1, replayStage2 } from "./replay.ts";
import { configOfRank } from "./share_training.ts";
import { labelsSome, type Stage1, stage1Step } from "./stage1_step.ts";
import { stepLoop, type TrainEvent, type TrainOptions } from "./step_loop.ts";
import { decayedStepSize } from "./step_size.ts";
import { needsReals, type RealBatch, stage2Step } from "./stage2_step.ts";
import type { Training } from "./training.ts";
import { whitenLatents } from "./whiten_latents.ts";

export type { TrainEvent, TrainOptions };

/**
 * Stage 1: trains G and D, and with config.encodedShare E, from step config.encodedAfter on, until
 * config.steps1 steps are done in all.
 * With config.reestimate the statistics of G's average are then measured anew. An InfoGAN's codes are then
 * assigned to domains ({@linkcode assignCodes}); until then code k stands at the place of domain k.
 *
 * @param training the run; moved on by every step
 * @param images real images to train on
 * @param options a signal to stop by
 * @yields one event a step
 * @throws NonFiniteError if a loss is not finite; DeviceLostError if the device is lost
 * @throws OutOfMemoryError if a step cannot fit into the wasm heap, before the first one
 */
export async function* trainStage1(
  training: Training,
  images: ImageSet,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent> {
  const { model, random } = training, { domains } = model, config = configOfRank(training);
  checkImageSet(images, { size: config.size, domains });
  checkStepMemory(config, domains.length, 1);
  const batcher = createBatcher(images, config, random.batches);
  const labelled = labelsSome(config)
    ? createBatcher(labelledImages(images, config), config, random.batches)
    : undefined;
  const stepOf = (stage1: Stage1) => (draw: Draw) =>
    tf.tidy(() => {
      const change = createAugment(config.diffAugment, random.stage1, draw);
      const augment: Augment = config.instanceNoise
        ? (x) => addInstanceNoise(change(x), noise, random.stage1, draw)
        : change;
      return stage1Step(stage1, {
        ...realBatch(batcher, config, domains.length, draw),
        z: stage1Latents(config, random.stage1, domains.length, draw),
        labelled: labelled && realBatch(labelled, config, domains.length, draw),
      }, augment);
    });
  // training.step1 is the same throughout a step, unlike the optimizers' counts.
  const noise = () => noiseAmount(config, training.step1);
  const end = async () => {
    if (config.dHead === "infogan") await assignCodes(training, images);
    if (config.reestimate) await reestimateStatistics(model.config, model.average, domains.length);
  };
  for (const { stage1, until } of phases(training)) {
    const step = stepOf(stage1), replay = replays(options) ? replayStage1(stage1, step) : undefined;
    try {
      const events = stepLoop(
        training,
        model.config,
        1,
        until,
        replay ? () => replay.run() : () => step(drawNow),
        options,
        until === config.steps1 ? { end } : {},
      );
      for await (const event of events) yield { ...event, steps: config.steps1 };
    } finally {
      replay?.forget();
    }
  }
}

/** Stage 1 as it is at first, where E is to learn after some steps, and as it is then. */
function phases({ stage1, model }: Training): { stage1: Stage1; until: number }[] {
  const { config } = model, { steps1, encodedAfter } = config;
  if (!encodesReals(config) || encodedAfter === 0) return [{ stage1, until: steps1 }];
  const alone = { ...model, config: { ...config, encodedShare: 0 } };
  const first = { stage1: { ...stage1, model: alone }, until: Math.min(encodedAfter, steps1) };
  return first.until < steps1 ? [first, { stage1, until: steps1 }] : [first];
}

/** Instance noise falls as the step sizes do. */
function noiseAmount({ instanceNoise, steps1, decayShare }: Config, step: number): number {
  return decayedStepSize(instanceNoise, step, steps1, decayShare);
}

/** The z of each fake. Under a consistency loss, K images that differ only in c have one z. */
function stage1Latents(
  config: Config,
  random: Random,
  domains: number,
  draw: Draw,
): tf.Tensor2D {
  if (!comparesDomains(config)) return sampleLatent(config, random, config.batch, draw);
  const distinct = Math.ceil(config.batch / domains);
  const z = sampleLatent(config, random, distinct, draw).expandDims(1).tile([1, domains, 1]);
  return z.reshape<tf.Tensor2D>([distinct * domains, config.z]).slice(0, config.batch);
}

/**
 * Stage 2: trains E until config.steps2 steps are done in all. The paper's stage 2 needs no real
 * image.
 *
 * With config.encodedShare E has learnt in stage 1. It goes on from there, with config.whiten after z was
 * given other coordinates ({@linkcode whitenLatents}).
 *
 * With config.eErase the domain is then erased from E, once. This is also done for a run that was
 * made shorter and has no step left. A run that is made longer afterwards goes on from the erased
 * E, and E is erased again at its new end.
 *
 * @param training the run; moved on by every step
 * @param images real images; used only where {@linkcode needsReals} is true, or config.eErase
 *   or config.encodedShare is set. Below a labelledShare of 1 the labelled ones alone are used
 * @param options a signal to stop by
 * @yields one event a step
 * @throws RangeError if the config needs real images and none are given, or if their size or
 *   domains are not the model's
 * @throws NonFiniteError if a loss is not finite; DeviceLostError if the device is lost
 * @throws OutOfMemoryError if a step cannot fit into the wasm heap, before the first one
 */
export async function* trainStage2(
  training: Training,
  images?: ImageSet,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent> {
  const { model, random, stage2 } = training, { domains } = model, config = configOfRank(training);
  checkStepMemory(config, domains.length, 2);
  if ((needsReals(config) || encodesReals(config) || config.eErase) && !images) {
    throw new RangeError(
      "Stage 2 needs real images where eRealWeight, eDetailWeight, eFeatureWeight, eInvarianceWeight, " +
        "encodedShare, eDomain or eErase is set: give images",
    );
  }
  if (images) checkImageSet(images, { size: config.size, domains });
  const told = images && labelledImages(images, config);
  const batcher = needsReals(config) ? createBatcher(told!, config, random.batches) : undefined;
  const labels = () =>
    oneHotRows(randomLabels(random.stage2, config.batch, domains.length), domains.length);
  const step = (draw: Draw) =>
    tf.tidy(() =>
      stage2Step(stage2, {
        z: sampleLatent(config, random.stage2, config.batch, draw),
        c: draw([config.batch, domains.length], labels) as tf.Tensor2D,
        real: batcher && realBatch(batcher, config, domains.length, draw),
      }, createAugment(config.eAugment, random.stage2, draw))
    );
  const ends = {
    begin: encodesReals(config) ? () => beginStage2(training, images!) : undefined,
    end: config.eErase ? () => eraseOnce(training, told!) : undefined,
  };
  const replay = replays(options) ? replayStage2(stage2, step) : undefined;
  try {
    yield* stepLoop(
      training,
      model.config,
      2,
      config.steps2,
      replay ? () => replay.run() : () => step(drawNow),
      options,
      ends,
    );
  } finally {
    replay?.forget();
  }
}

/**
 * An E that learnt in stage 1 goes on learning, with config.whiten in coordinates of z that stage 2 can
 * draw from. A fresh one, on the generator of another run, says nothing of how reals are spread.
 */
async function beginStage2({ model, stage2 }: Training, images: ImageSet): Promise<void> {
  if (stage2.adamE.updates === 0) return;
  resetAdam(stage2.adamE);
  if (model.config.whiten) await whitenLatents(model, images);
}

/** Erases the domain from E, unless no step was made since it was last erased. */
async function eraseOnce(training: Training, images: ImageSet): Promise<void> {
  const { model: { config, encoder }, step2 } = training;
  if (training.erased === step2) return;
  await eraseDomain(config, encoder, images);
  training.erased = step2;
}

/** Steps are replayed where they can be, unless the caller objects. */
const replays = ({ replay = true }: TrainOptions) => replay && tf.getBackend() === "webgpu";

/** The next real images and their labels, as tensors. */
function realBatch(
  batcher: Batcher,
  { batch, size }: Config,
  domains: number,
  draw: Draw,
): RealBatch {
  let next: Batch;
  return {
    x: draw([batch, size, size, 3], () => (next = batcher.next()).images) as tf.Tensor4D,
    c: draw([batch, domains], () => oneHotRows(next.labels, domains)) as tf.Tensor2D,
  };
}

/** B labels, every domain equally likely. */
export function randomLabels(random: Random, count: number, domains: number): number[] {
  return Array.from({ length: count }, () => random.integer(domains));
}
