/**
 * What ends a step for one network: its weights and its statistics move.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import type { Config } from "../config.ts";
import { foldStatistics, type Network, type Observed } from "../networks/network.ts";
import { type Adam, type AdamOptions, applyAdam } from "./adam.ts";

/** What a step found out about one network. */
export interface NetworkMove {
  /** Gradients by the names of its weights; disposed of. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
  /** The statistics that its training pass saw; disposed of. */
  readonly observed: Observed;
}

/** What the network belongs to. */
export interface Moved {
  /** How much of its statistics a step leaves. */
  readonly model: { readonly config: Pick<Config, "bnMomentum"> };
  /** Who shares the training. */
  readonly ranks?: Ranks;
}

/**
 * One Adam update of a network's weights, then its statistics follow what was observed. Where ranks
 * share the training, both are first replaced by their means over all ranks, so that the network stays
 * the same on all of them.
 *
 * @param state the model, and who shares its training
 * @param network what moves
 * @param adam its moments
 * @param move gradients and observed statistics
 * @param options step size and decays
 */
export function moveNetwork(
  { model: { config }, ranks }: Moved,
  network: Network,
  adam: Adam,
  { gradients, observed }: NetworkMove,
  options: AdamOptions,
): void {
  ranks?.average([...Object.values(gradients), ...Object.values(observed)]);
  applyAdam(adam, network.weights, gradients, options);
  foldStatistics(network, observed, config.bnMomentum);
}
