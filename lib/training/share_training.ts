/**
 * A run that several processes train together, each on its share of every batch.
 *
 * @module
 */
import type { Config } from "../config.ts";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import { Random } from "../random.ts";
import { checkTrainable, type RandomStreams, type Training } from "./training.ts";

/** States of a rank's random streams. */
export type StreamStates = Readonly<Record<keyof RandomStreams, number[]>>;

/**
 * Shares a run among ranks. Each draws config.batch / N images a step from random streams of its own;
 * rank 0 has those of a run by one process. Gradients, and the statistics that batch norm observes,
 * are averaged over the ranks, so all networks and moments stay the same on all of them, to the bit.
 * Batch norm itself takes the mean and variance of a rank's own images, as PyTorch's
 * DistributedDataParallel does: a step is that of config.batch / N images with less noise in it.
 *
 * @param training a new run, made alike on every rank; taken over
 * @param ranks who shares it
 * @param states of the streams of ranks 1 to N - 1, for a run that goes on
 * @returns the run of this rank; dispose of it by `using`
 * @throws RangeError if N does not divide config.batch, or a share is too small for the config
 */
export function shareTraining(
  training: Training,
  ranks: Ranks,
  states?: readonly StreamStates[],
): Training {
  const { model: { config, domains }, stage1, stage2 } = training;
  if (config.batch % ranks.size) {
    throw new RangeError(
      `A batch of ${config.batch} cannot be shared by ${ranks.size} ranks alike: choose a batch ` +
        "that their number divides",
    );
  }
  const shared = { ...training, ranks, stage1: { ...stage1, ranks }, stage2: { ...stage2, ranks } };
  checkTrainable(configOfRank(shared), domains);
  return ranks.rank
    ? { ...shared, random: streamsOf(training.random, ranks.rank, states) }
    : shared;
}

/** What a rank trains under: its batch is its share of the whole one. */
export function configOfRank({ model: { config }, ranks }: Training): Config {
  return ranks ? { ...config, batch: config.batch / ranks.size } : config;
}

function streamsOf(
  first: RandomStreams,
  rank: number,
  states: readonly StreamStates[] = [],
): RandomStreams {
  const stream = (name: keyof RandomStreams) =>
    states.length ? Random.fromState(states[rank - 1][name]) : first[name].fork(`rank ${rank}`);
  return { batches: stream("batches"), stage1: stream("stage1"), stage2: stream("stage2") };
}
