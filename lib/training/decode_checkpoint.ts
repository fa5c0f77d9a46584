/**
 * A run, or its networks alone, out of a checkpoint that is open: from a file or from memory.
 *
 * @module
 */
import {
  changeableFields,
  type Config,
  configDifference,
  type ConfigKey,
  differingFields,
  scheduleFields,
} from "../config.ts";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import { fillModel, type Model, planModel } from "../networks/model.ts";
import { prefixed } from "../networks/network.ts";
import { Random } from "../random.ts";
import { type CheckpointDescription, CheckpointError, isCount } from "./checkpoint_description.ts";
import { adamStates } from "./checkpoint_variables.ts";
import {
  assignArrays,
  type Checkpoint,
  checkpointOfBytes,
  checkShapes,
  plannedShapes,
  readArrays,
} from "./open_checkpoint.ts";
import type { RunHistory } from "./run_history.ts";
import { shareTraining } from "./share_training.ts";
import { checkTrainable, type RandomStreams, startTraining, type Training } from "./training.ts";

/** What a run may go on under. */
export interface ResumeOptions {
  /** Out of {@linkcode changeableFields}: those that the config may differ in; the history notes them. */
  readonly allowChanged?: readonly ConfigKey[];
  /** Who shares the run; as many ranks as before. */
  readonly ranks?: Ranks;
}

/**
 * Goes on with a saved run, from memory: as `loadTraining`, where there is no file system.
 *
 * @param name of the file, for errors
 * @param bytes the whole file, as `encodeTraining` made it
 * @param config if given, the run must have been saved under the same but for scheduleFields: a run
 *   may be made longer or shorter, stage 1 only until stage 2 has begun
 * @param options fields in which the config may differ besides
 * @returns the run; dispose of it by `using`
 * @throws CheckpointError if the file is damaged, holds no run, or was saved under another config
 */
export function decodeTraining(
  name: string,
  bytes: Uint8Array,
  config?: Config,
  options: ResumeOptions = {},
): Training {
  return trainingOf(checkpointOfBytes(name, bytes), config, options);
}

/** The run in an open checkpoint; throws as {@linkcode decodeTraining} does. */
export function trainingOf(
  checkpoint: Checkpoint,
  config?: Config,
  { allowChanged = [], ranks }: ResumeOptions = {},
): Training {
  const { name: path, description } = checkpoint;
  if (
    description.kind !== "training" || !description.random ||
    !Array.isArray(description.updates) || description.updates.length !== 3
  ) {
    throw new CheckpointError(`${path}: holds a model, not a run that can be resumed`);
  }
  const wanted = config ?? description.config;
  checkChangeable(allowChanged);
  checkResumable(path, description, wanted, allowChanged);
  checkRanks(path, description, ranks);
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
    assignArrays({ ...prefixed(`adam/${name}/m`, m), ...prefixed(`adam/${name}/v`, v) }, arrays);
  }
  [stage1.adamG, stage1.adamD, stage2.adamE].forEach((adam, i) => adam.updates = updates[i]);
  const history = withChanges(description, wanted);
  const resumed = { ...training, random, step1, step2, erased, best, history };
  return ranks ? shareTraining(resumed, ranks, description.otherRanks) : resumed;
}

/** With another number of ranks the random streams would not go on. */
function checkRanks(path: string, { otherRanks = [] }: CheckpointDescription, ranks?: Ranks): void {
  const before = 1 + otherRanks.length, now = ranks?.size ?? 1;
  if (before !== now) {
    throw new CheckpointError(
      `${path}: the run is shared by ${before} rank${before > 1 ? "s" : ""}, and now there ${
        now > 1 ? `are ${now}` : "is 1"
      }: resume with as many as before, or begin a new run with its weights`,
    );
  }
  otherRanks.forEach((states) => readStreams(path, states));
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
 * The networks of a run from memory, for translation and evaluation: as `loadModel`, where there is no
 * file system.
 *
 * @param name of the file, for errors
 * @param bytes the whole file, as `encodeModel` or `encodeTraining` made it
 * @returns the model, G set to its average where the file has that alone; dispose of it to free its
 *   memory
 * @throws CheckpointError if the file is damaged or not a checkpoint
 */
export function decodeModel(name: string, bytes: Uint8Array): Model {
  return modelOf(checkpointOfBytes(name, bytes));
}

/** The model in an open checkpoint; throws as {@linkcode decodeModel} does. */
export function modelOf(checkpoint: Checkpoint): Model {
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
