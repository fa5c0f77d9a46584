/**
 * A run in progress, or its networks alone, as the bytes of a safetensors file.
 *
 * @module
 */
import { encodeSafetensors, type SafeArray, type SafeDtype } from "../checkpoint/safetensors.ts";
import type { Variables } from "../networks/network.ts";
import type { CheckpointDescription } from "./checkpoint_description.ts";
import { trainingVariables, usedVariables } from "./checkpoint_variables.ts";
import { NonFiniteError } from "./read_losses.ts";
import type { StreamStates } from "./share_training.ts";
import type { Training } from "./training.ts";

/** What of a run its networks alone are encoded from. */
export type TrainedNetworks = Pick<Training, "model" | "step1" | "step2">;

/**
 * Encodes all that a run needs to go on as if it had never stopped: weights, statistics, averages,
 * moments, random streams, counters and config.
 *
 * @param training the run
 * @param otherRanks states of the random streams of ranks 1 to N - 1, where N ranks share it
 * @returns the bytes of a file for `decodeTraining` or `loadTraining`
 * @throws NonFiniteError if a weight is NaN or infinite
 */
export async function encodeTraining(
  training: Training,
  otherRanks: readonly StreamStates[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const { model, stage1, stage2, random, step1, step2, erased, best, history } = training;
  const description: CheckpointDescription = {
    format: 1,
    kind: "training",
    config: model.config,
    domains: model.domains,
    step1,
    step2,
    erased,
    updates: [stage1.adamG.updates, stage1.adamD.updates, stage2.adamE.updates],
    random: {
      batches: random.batches.state(),
      stage1: random.stage1.state(),
      stage2: random.stage2.state(),
    },
    ...otherRanks.length ? { otherRanks } : {},
    best,
    ...Object.keys(history).length ? { history } : {},
  };
  return await encodeVariables(trainingVariables(training), description);
}

/**
 * Encodes the networks alone, for translation and evaluation. Where G has a moving average, that is
 * encoded, and G itself is not: only stage 1 would need it.
 *
 * @param training the run they come from
 * @param dtype F16 halves the file and rounds each weight to 11 bits
 * @returns the bytes of a file for `decodeModel` or `loadModel`
 * @throws NonFiniteError if a weight is NaN, infinite, or too large for F16
 */
export async function encodeModel(
  training: TrainedNetworks,
  dtype: SafeDtype = "F32",
): Promise<Uint8Array<ArrayBuffer>> {
  const { model, step1, step2 } = training, { config, domains } = model;
  const description: CheckpointDescription = {
    format: 1,
    kind: "model",
    config,
    domains,
    step1,
    step2,
  };
  return await encodeVariables(usedVariables(model), description, dtype);
}

/**
 * Encodes variables and what is said about them.
 *
 * @param variables by their names in the file
 * @param description JSON under the metadata key `im2im`
 * @param dtype as for {@linkcode encodeModel}
 * @throws NonFiniteError as {@linkcode encodeModel}
 */
export async function encodeVariables(
  variables: Variables,
  description: object,
  dtype?: SafeDtype,
): Promise<Uint8Array<ArrayBuffer>> {
  const arrays: Record<string, SafeArray> = {};
  const names = Object.keys(variables);
  const values = await Promise.all(names.map((name) => variables[name].data<"float32">()));
  names.forEach((name, i) => {
    if (!values[i].every(Number.isFinite)) {
      throw new NonFiniteError(`Weights are not finite: ${name}`);
    }
    if (dtype === "F16" && !values[i].every((v) => Number.isFinite(Math.f16round(v)))) {
      throw new NonFiniteError(
        `${name} has weights beyond 65504, the largest of float16: save it as F32`,
      );
    }
    arrays[name] = { shape: variables[name].shape, values: values[i] };
  });
  return encodeSafetensors({ arrays, metadata: { im2im: JSON.stringify(description) } }, dtype);
}
