/**
 * A run in progress as a safetensors file, and back.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import {
  encodeSafetensors,
  type SafeArray,
  type SafeDtype,
  type SafeFile,
} from "../checkpoint/safetensors.ts";
import { type Config, configDifference, scheduleFields } from "../config.ts";
import { assignNetwork, networkVariables, type Variables } from "../networks/network.ts";
import { Random } from "../random.ts";
import {
  type CheckpointDescription,
  CheckpointError,
  decodeCheckpoint,
  isCount,
} from "./checkpoint_description.ts";
import { createModel, disposeModel, type Model } from "../networks/model.ts";
import { NonFiniteError } from "./read_losses.ts";
import { createTraining, disposeTraining, type RandomStreams, type Training } from "./training.ts";

export { CheckpointError };

/** What a trained model is used by: G's average, D and E. The average has G's name where it is G. */
function usedVariables({ generator, average, discriminator, encoder }: Model): Variables {
  return {
    ...prefixed(average === generator ? "generator" : "average", networkVariables(average)),
    ...prefixed("discriminator", networkVariables(discriminator)),
    ...prefixed("encoder", networkVariables(encoder)),
  };
}

/** Every variable of a model by its name in the file. */
function modelVariables(model: Model): Variables {
  const { generator } = model;
  return { ...prefixed("generator", networkVariables(generator)), ...usedVariables(model) };
}

function trainingVariables({ model, stage1, stage2 }: Training): Variables {
  return {
    ...modelVariables(model),
    ...prefixed("adam/generator/m", stage1.adamG.m),
    ...prefixed("adam/generator/v", stage1.adamG.v),
    ...prefixed("adam/discriminator/m", stage1.adamD.m),
    ...prefixed("adam/discriminator/v", stage1.adamD.v),
    ...prefixed("adam/encoder/m", stage2.adamE.m),
    ...prefixed("adam/encoder/v", stage2.adamE.v),
  };
}

function prefixed(prefix: string, variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, v]) => [`${prefix}/${name}`, v]),
  );
}

/**
 * Saves all that a run needs to go on as if it had never stopped: weights, statistics, averages,
 * moments, random streams, counters and config. Written atomically.
 *
 * @param path the file
 * @param training the run
 * @throws NonFiniteError if a weight is NaN or infinite; the old file stays
 */
export async function saveTraining(path: string, training: Training): Promise<void> {
  const { model, stage1, stage2, random, step1, step2, erased, best } = training;
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
    arrays[name] = { shape: variables[name].shape, values: values[i] };
  });
  const metadata = { im2im: JSON.stringify(description) };
  await atomicWrite(path, encodeSafetensors({ arrays, metadata }, dtype));
}

/** Copies arrays into variables of the same names and shapes; any difference is an error. */
function restore(path: string, variables: Variables, arrays: SafeFile["arrays"]): void {
  const missing = Object.keys(variables).filter((name) => !(name in arrays));
  const extra = Object.keys(arrays).filter((name) => !(name in variables));
  if (missing.length || extra.length) {
    throw new CheckpointError(
      `${path}: arrays do not fit the config (missing: ${missing.join(", ") || "none"}; ` +
        `unexpected: ${extra.join(", ") || "none"})`,
    );
  }
  for (const [name, variable] of Object.entries(variables)) {
    const { shape, values } = arrays[name];
    if (`${shape}` !== `${variable.shape}`) {
      throw new CheckpointError(
        `${path}: ${name} has shape [${shape}], the config asks for [${variable.shape}]`,
      );
    }
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
}

/**
 * Goes on with a saved run.
 *
 * @param path file written by {@linkcode saveTraining}
 * @param config if given, the run must have been saved under the same but for scheduleFields: a run
 *   may be made longer or shorter, stage 1 only until stage 2 has begun
 * @throws CheckpointError if the file is damaged, holds no run, or was saved under another config
 */
export async function loadTraining(path: string, config?: Config): Promise<Training> {
  const { file, description } = decodeCheckpoint(path, await Deno.readFile(path));
  if (
    description.kind !== "training" || !description.random ||
    !Array.isArray(description.updates) || description.updates.length !== 3
  ) {
    throw new CheckpointError(`${path}: holds a model, not a run that can be resumed`);
  }
  const wanted = config ?? description.config;
  checkResumable(path, description, wanted);
  const { updates, step1, step2, erased = 0, best = null } = description;
  const random = readStreams(path, description.random);
  if (!updates.every(isCount)) {
    throw new CheckpointError(`${path}: its counters are not counts`);
  }
  const training = createTraining(wanted, description.domains);
  try {
    restore(path, trainingVariables(training), file.arrays);
  } catch (error) {
    disposeTraining(training);
    throw error;
  }
  const { stage1, stage2 } = training;
  [stage1.adamG, stage1.adamD, stage2.adamE].forEach((adam, i) => adam.updates = updates[i]);
  return { ...training, random, step1, step2, erased, best };
}

function checkResumable(
  path: string,
  { config: saved, step2 }: CheckpointDescription,
  wanted: Config,
): void {
  const kept = { ...wanted, ...Object.fromEntries(scheduleFields.map((key) => [key, saved[key]])) };
  const difference = configDifference(saved, kept as Config);
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
 * @returns the model, G set to its average where the file has that alone; dispose of it with
 *   disposeModel
 * @throws CheckpointError if the file is damaged or not a checkpoint
 */
export async function loadModel(path: string): Promise<Model> {
  const { file, description } = decodeCheckpoint(path, await Deno.readFile(path));
  const model = createModel(description.config, description.domains);
  const arrays = Object.fromEntries(
    Object.entries(file.arrays).filter(([name]) => !name.startsWith("adam/")),
  );
  const hasG = Object.keys(arrays).some((name) => name.startsWith("generator/"));
  try {
    restore(path, hasG ? modelVariables(model) : usedVariables(model), arrays);
  } catch (error) {
    disposeModel(model);
    throw error;
  }
  if (!hasG) assignNetwork(model.generator, model.average);
  return model;
}

/** Replaces the average of G by the one in a saved model, so that stage 2 builds on the best. */
export async function loadAverage(path: string, model: Model): Promise<void> {
  const saved = await loadModel(path);
  assignNetwork(model.average, saved.average);
  disposeModel(saved);
}
