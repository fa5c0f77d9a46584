/**
 * What two ranks compute, by one process: the gradients of the two half batches are summed here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../../lib/config.ts";
import { createBatcher } from "../../lib/data/batches.ts";
import type { ImageSet } from "../../lib/data/image_set.ts";
import type { Ranks } from "../../lib/kernels/mpi/ranks.ts";
import { foldStatistics, followNetwork, type Network } from "../../lib/networks/network.ts";
import { type Adam, type AdamOptions, applyAdam } from "../../lib/training/adam.ts";
import { identityAugment } from "../../lib/training/diff_augment.ts";
import { oneHot, sampleLatent } from "../../lib/training/latent.ts";
import {
  adamOfD,
  adamOfG,
  averageMomentum,
  discriminatorStep,
  generatorStep,
} from "../../lib/training/stage1_step.ts";
import { adamOfE, needsReals, stage2Step } from "../../lib/training/stage2_step.ts";
import { randomLabels } from "../../lib/training/train.ts";
import type { RandomStreams, Training } from "../../lib/training/training.ts";

const HALVES = [0, 1];

/** Thrown by a step whose gradients are known, before anything has moved. */
class Known extends Error {}

/** The gradients, then the observed statistics, of a step that is not allowed to move anything. */
function known(step: (ranks: Ranks) => unknown): Float32Array[] {
  const found: Float32Array[] = [];
  const average = (tensors: readonly tf.Tensor[]) => {
    found.push(...tensors.map((tensor) => Float32Array.from(tensor.dataSync())));
    throw new Known();
  };
  const meet = () => Promise.resolve();
  try {
    step({ rank: 0, size: 2, average, gather: () => [], meet });
  } catch (error) {
    if (!(error instanceof Known)) throw error;
  }
  return found;
}

/** Moves a network by the mean of what the steps of both halves found. */
function moveByMean(
  network: Network,
  adam: Adam,
  momentum: number,
  options: AdamOptions,
  step: (half: number, ranks: Ranks) => unknown,
): void {
  const [first, second] = HALVES.map((half) => known((ranks) => step(half, ranks)));
  const { weights, statistics } = network;
  const variables = [...Object.entries(weights), ...Object.entries(statistics)];
  const means = variables.map(([name, { shape }], i) => {
    const mean = first[i].map((value, k) => (value + second[i][k]) / 2);
    return [name, tf.tensor(mean, shape)] as const;
  });
  const count = Object.keys(weights).length;
  applyAdam(adam, weights, Object.fromEntries(means.slice(0, count)), options);
  foldStatistics(network, Object.fromEntries(means.slice(count)), momentum);
}

/**
 * Trains both stages.
 *
 * @param training moved to its end; its own random streams are not used
 * @param images to train on
 * @param streams of the two ranks
 */
export function trainBySummedHalves(
  training: Training,
  images: ImageSet,
  streams: readonly RandomStreams[],
): void {
  const { model, stage1, stage2 } = training, { config, domains } = model;
  const half: Config = { ...config, batch: config.batch / 2 };
  const batchers = streams.map(({ batches }) => createBatcher(images, half, batches));
  const reals = (i: number) => {
    const { images, labels } = batchers[i].next();
    const x = tf.tensor4d(images, [half.batch, config.size, config.size, 3]);
    return { x, c: oneHot(labels, domains.length) };
  };
  for (; training.step1 < config.steps1; training.step1++) {
    const batches = HALVES.map((i) => ({
      ...reals(i),
      z: sampleLatent(config, streams[i].stage1, half.batch),
    }));
    const { generator, discriminator, average } = model, { adamD, adamG } = stage1;
    const optionsD = adamOfD(config, adamD.updates);
    moveByMean(
      discriminator,
      adamD,
      config.bnMomentum,
      optionsD,
      (i, ranks) => discriminatorStep({ ...stage1, ranks }, batches[i], identityAugment),
    );
    for (let update = 0; update < config.gSteps; update++) {
      const optionsG = adamOfG(config, adamG.updates);
      moveByMean(
        generator,
        adamG,
        config.bnMomentum,
        optionsG,
        (i, ranks) => generatorStep({ ...stage1, ranks }, batches[i], identityAugment),
      );
    }
    if (average !== generator) {
      followNetwork(average, generator, 1 - averageMomentum(config.emaMomentum, adamG.updates));
    }
  }
  for (; training.step2 < config.steps2; training.step2++) {
    const batches = HALVES.map((i) => {
      const z = sampleLatent(config, streams[i].stage2, half.batch);
      const labels = randomLabels(streams[i].stage2, half.batch, domains.length);
      const real = needsReals(config) ? reals(i) : undefined;
      return { z, c: oneHot(labels, domains.length), real };
    });
    const { adamE } = stage2, options = adamOfE(config, adamE.updates);
    moveByMean(
      model.encoder,
      adamE,
      config.bnMomentum,
      options,
      (i, ranks) => stage2Step({ ...stage2, ranks }, batches[i]),
    );
  }
}
