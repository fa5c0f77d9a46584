/**
 * A run in progress as a safetensors file, and back.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import { encodeSafetensors, type SafeArray, type SafeDtype } from "../checkpoint/safetensors.ts";
import {
  changeableFields,
  type Config,
  configDifference,
  type ConfigKey,
  differingFields,
  scheduleFields,
} from "../config.ts";
import { sameNames } from "../data/check_image_set.ts";
import { disposeModel, fillModel, type Model, planModel } from "../networks/model.ts";
import { assignNetwork, type Variables } from "../networks/network.ts";
import { Random } from "../random.ts";
import { type CheckpointDescription, CheckpointError, isCount } from "./checkpoint_description.ts";
import { adamStates, prefixed, trainingVariables, usedVariables } from "./checkpoint_variables.ts";
import {
  type Checkpoint,
  checkpointOfBytes,
  checkShapes,
  openCheckpoint,
  plannedShapes,
  readArrays,
} from "./open_checkpoint.ts";
import { NonFiniteError } from "./read_losses.ts";
import type { RunHistory } from "./run_history.ts";
import { checkTrainable, type RandomStreams, startTraining, type Training } from "./training.ts";

export { CheckpointError };

/**
 * Saves all that a run needs to go on as if it had never stopped: weights, statistics, averages,
 * moments, random streams, counters and config. Written atomically.
 *
 * @param path the file
 * @param training the run
 * @throws NonFiniteError if a weight is NaN or infinite; the old file stays
 */
export async function saveTraining(path: string, training: Training): Promise<void> {
  const { model, stage1, stage2, random, step1, step2, erased, best, history } = training;
  await write(path, trainingVariables(training), {
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
    best,
    ...Object.keys(history).length ? { history } : {},
  });
}

/**
 * Saves the networks alone, for translation and evaluation. Where G has a moving average, that is
 * saved, and G itself is not: only stage 1 would need it.
 *
 * @param path the file
 * @param training the run they come from
 * @param dtype F16 halves the file and rounds each weight to 11 bits
 */
export async function saveModel(
  path: string,
  training: Pick<Training, "model" | "step1" | "step2">,
  dtype: SafeDtype = "F32",
): Promise<void> {
  const { model, step1, step2 } = training, { config, domains } = model;
  await write(path, usedVariables(model), {
    format: 1,
    kind: "model",
    config,
    domains,
    step1,
    step2,
  }, dtype);
}

async function write(
  path: string,
  variables: Variables,
  description: CheckpointDescription,
  dtype?: SafeDtype,
): Promise<void> {
  const arrays: Record<string, SafeArray> = {};
  const names = Object.keys(variables);
  const values = await Promise.all(names.map((name) => variables[name].data<"float32">()));
  names.forEach((name, i) => {
    if (!values[i].every(Number.isFinite)) {
      throw new NonFiniteError(`Weights are not finite: ${name}; nothing was written to ${path}`);
    }
    if (dtype === "F16" && !values[i].every((v) => Number.isFinite(Math.f16round(v)))) {
      throw new NonFiniteError(
        `${name} has weights beyond 65504, the largest of float16; nothing was written to ${path}: ` +
          "save it as F32",
      );
    }
    arrays[name] = { shape: variables[name].shape, values: values[i] };
  });
  const metadata = { im2im: JSON.stringify(description) };
  await atomicWrite(path, encodeSafetensors({ arrays, metadata }, dtype));
}

/** What a run may go on under. */
export interface ResumeOptions {
  /** Out of {@linkcode changeableFields}: those that the config may differ in; the history notes them. */
  readonly allowChanged?: readonly ConfigKey[];
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
  { allowChanged = [] }: ResumeOptions = {},
): Promise<Training> {
  using checkpoint = await openCheckpoint(path);
  const { description } = checkpoint;
  if (
    description.kind !== "training" || !description.random ||
    !Array.isArray(description.updates) || description.updates.length !== 3
  ) {
    throw new CheckpointError(`${path}: holds a model, not a run that can be resumed`);
  }
  const wanted = config ?? description.config;
  checkChangeable(allowChanged);
  checkResumable(path, description, wanted, allowChanged);
  const { updates, domains, step1, step2, erased = 0, best = null } = description;
  const random = readStreams(path, description.random);
  if (!updates.every(isCount)) {
    throw new CheckpointError(`${path}: its counters are not counts`);
  }
  try {
    checkTrainable(wanted, domains);
  } catch (error) {
    throw new CheckpointError(`${path}: ${(error as Error).message}`);
  }
  const networks = planModel(wanted, domains.length);
  checkShapes(checkpoint, plannedShapes(networks, { generator: true, moments: true }));
  const arrays = readArrays(checkpoint);
  const model = fillModel(wanted, domains, (network, name) => arrays[`${network}/${name}`]);
  const training = startTraining(model), { stage1, stage2 } = training;
  for (const [name, { m, v }] of Object.entries(adamStates(training))) {
    assign({ ...prefixed(`adam/${name}/m`, m), ...prefixed(`adam/${name}/v`, v) }, arrays);
  }
  [stage1.adamG, stage1.adamD, stage2.adamE].forEach((adam, i) => adam.updates = updates[i]);
  const history = withChanges(description, wanted);
  return { ...training, random, step1, step2, erased, best, history };
}

/** A history, and the fields in which the run goes on under another config. */
function withChanges(
  { config, step1, step2, history = {} }: CheckpointDescription,
  wanted: Config,
): RunHistory {
  const now = differingFields(config, wanted).filter((key) => changeableFields.includes(key))
    .map((field) => ({ step1, step2, field, from: config[field], to: wanted[field] }));
  return now.length ? { ...history, changes: [...history.changes ?? [], ...now] } : history;
}

function checkChangeable(fields: readonly ConfigKey[]): void {
  const fixed = fields.filter((key) => !changeableFields.includes(key));
  if (!fixed.length) return;
  throw new RangeError(
    `${fixed.join(", ")} cannot be changed in a run that goes on: only ${
      [...scheduleFields, ...changeableFields].join(", ")
    } can`,
  );
}

function assign(variables: Variables, arrays: Readonly<Record<string, Float32Array>>): void {
  for (const [name, variable] of Object.entries(variables)) {
    tf.tidy(() => variable.assign(tf.tensor(arrays[name], variable.shape)));
  }
}

function checkResumable(
  path: string,
  { config: saved, step2 }: CheckpointDescription,
  wanted: Config,
  allowChanged: readonly ConfigKey[],
): void {
  const free = [...scheduleFields, ...allowChanged].map((key) => [key, saved[key]]);
  const difference = configDifference(saved, { ...wanted, ...Object.fromEntries(free) });
  if (step2 > 0 && wanted.steps1 !== saved.steps1) {
    difference.push(`steps1: ${saved.steps1} -> ${wanted.steps1}, but stage 2 has begun`);
  }
  if (difference.length) {
    throw new CheckpointError(
      `${path}: saved under another config (${difference.join("; ")}); ` +
        `resume without these options, or train into another folder`,
    );
  }
}

function readStreams(
  path: string,
  states: NonNullable<CheckpointDescription["random"]>,
): RandomStreams {
  try {
    return {
      batches: Random.fromState(states.batches),
      stage1: Random.fromState(states.stage1),
      stage2: Random.fromState(states.stage2),
    };
  } catch {
    throw new CheckpointError(`${path}: its random states are damaged`);
  }
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
 * The same from memory, where there is no file system.
 *
 * @param name of the file, for errors
 * @param bytes the whole file
 * @throws CheckpointError if the file is damaged or not a checkpoint
 */
export function decodeModel(name: string, bytes: Uint8Array): Model {
  return modelOf(checkpointOfBytes(name, bytes));
}

function modelOf(checkpoint: Checkpoint): Model {
  const { description: { config, domains, kind }, header } = checkpoint;
  const networks = planModel(config, domains.length);
  const generator = Object.keys(header.entries).some((name) => name.startsWith("generator/"));
  checkShapes(checkpoint, plannedShapes(networks, { generator, moments: kind === "training" }));
  const used = Object.keys(plannedShapes(networks, { generator, moments: false }));
  const arrays = readArrays(checkpoint, used);
  return fillModel(config, domains, (network, name) =>
    // Without its average, G is not in the file: stage 1 alone would need it.
    arrays[`${network}/${name}`] ?? arrays[`average/${name}`]);
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
