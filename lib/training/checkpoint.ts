/**
 * A run in progress as a safetensors file, and back.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import type { SafeDtype } from "../checkpoint/safetensors.ts";
import { changeableFields, type Config, differingFields, scheduleFields } from "../config.ts";
import { sameNames } from "../data/check_image_set.ts";
import { disposeModel, type Model } from "../networks/model.ts";
import { assignNetwork } from "../networks/network.ts";
import { CheckpointError } from "./checkpoint_description.ts";
import { decodeModel, modelOf, type ResumeOptions, trainingOf } from "./decode_checkpoint.ts";
import { encodeModel, encodeTraining, type TrainedNetworks } from "./encode_checkpoint.ts";
import { openCheckpoint } from "./open_checkpoint.ts";
import { NonFiniteError } from "./read_losses.ts";
import type { StreamStates } from "./share_training.ts";
import type { Training } from "./training.ts";

export { CheckpointError, decodeModel, type ResumeOptions };

/**
 * Saves all that a run needs to go on as if it had never stopped: weights, statistics, averages,
 * moments, random streams, counters and config. Written atomically.
 *
 * @param path the file
 * @param training the run
 * @param otherRanks states of the random streams of ranks 1 to N - 1, where N ranks share it
 * @throws NonFiniteError if a weight is NaN or infinite; the old file stays
 */
export async function saveTraining(
  path: string,
  training: Training,
  otherRanks: readonly StreamStates[] = [],
): Promise<void> {
  await writeEncoded(path, () => encodeTraining(training, otherRanks));
}

/**
 * Saves the networks alone, for translation and evaluation. Where G has a moving average, that is
 * saved, and G itself is not: only stage 1 would need it.
 *
 * @param path the file
 * @param training the run they come from
 * @param dtype F16 halves the file and rounds each weight to 11 bits
 * @throws NonFiniteError if a weight is NaN, infinite, or too large for F16; the old file stays
 */
export async function saveModel(
  path: string,
  training: TrainedNetworks,
  dtype: SafeDtype = "F32",
): Promise<void> {
  await writeEncoded(path, () => encodeModel(training, dtype));
}

/**
 * Writes what was encoded, atomically.
 *
 * @throws NonFiniteError with the path if a weight is not finite; the old file stays
 */
export async function writeEncoded(
  path: string,
  encode: () => Promise<Uint8Array>,
): Promise<void> {
  let bytes: Uint8Array;
  try {
    bytes = await encode();
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    throw new NonFiniteError(`${error.message}; nothing was written to ${path}`);
  }
  await atomicWrite(path, bytes);
}

/**
 * Goes on with a saved run.
 *
 * @param path file written by {@linkcode saveTraining}
 * @param config if given, the run must have been saved under the same but for scheduleFields: a run
 *   may be made longer or shorter, stage 1 only until stage 2 has begun
 * @throws CheckpointError if the file is damaged, holds no run, or was saved under another config
 */
export async function loadTraining(
  path: string,
  config?: Config,
  options: ResumeOptions = {},
): Promise<Training> {
  using checkpoint = await openCheckpoint(path);
  return trainingOf(checkpoint, config, options);
}

/**
 * Loads the networks of a run, for translation and evaluation.
 *
 * @param path file written by {@linkcode saveModel} or {@linkcode saveTraining}
 * @returns the model, G set to its average where the file has that alone; dispose of it to free its
 *   memory
 * @throws CheckpointError if the file is damaged or not a checkpoint
 */
export async function loadModel(path: string): Promise<Model> {
  using checkpoint = await openCheckpoint(path);
  return modelOf(checkpoint);
}

/**
 * Replaces the average of G by the one in a saved model, so that stage 2 builds on the best.
 *
 * @param path file written by {@linkcode saveModel}
 * @param model whose average is replaced
 * @param step stage-1 steps that the saved model must have, where that is known
 * @throws CheckpointError if the file is another run's: of other domains, another config or another step
 */
export async function loadAverage(path: string, model: Model, step?: number): Promise<void> {
  using checkpoint = await openCheckpoint(path);
  const { config, domains, step1 } = checkpoint.description;
  const differences = differingFields(config, model.config)
    .filter((key) => !scheduleFields.includes(key) && !changeableFields.includes(key));
  if (step !== undefined && step1 !== step) differences.push("steps1");
  if (differences.length || !sameNames(domains, model.domains)) {
    throw new CheckpointError(
      `${path}: is not of this run, whose best generator was at step ${
        step ?? "unknown"
      } (it is at ` +
        `step ${step1}): put the right file there, or start anew with overwrite`,
    );
  }
  const saved = modelOf(checkpoint);
  assignNetwork(model.average, saved.average);
  disposeModel(saved);
}
