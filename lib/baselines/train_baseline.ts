/**
 * The training of a baseline: the loop, and a run with a folder.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { fieldsApart } from "../config/field_table.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { ImageSet } from "../data/image_set.ts";
import { adamNumbers } from "../kernels/adam.ts";
import { type Draw, drawNow } from "../kernels/draw.ts";
import { ReplayedStep } from "../kernels/webgpu/replayed_step.ts";
import { networkVariables } from "../networks/network.ts";
import { EPSILON } from "../training/adam.ts";
import type { Losses } from "../training/gradients.ts";
import { makeRoom } from "../training/run_folder.ts";
import { type FolderOptions, runInFolder } from "../training/run_in_folder.ts";
import { stepLoop, type TrainEvent, type TrainOptions } from "../training/step_loop.ts";
import { openBaseline, saveBaseline } from "./baseline_checkpoint.ts";
import type { BaselineConfig, BaselineTraining } from "./baseline_method.ts";
import { adamAt } from "./baseline_training.ts";

/**
 * Trains a baseline until config.steps1 steps are done in all.
 *
 * @param training the run; moved on by every step
 * @param images real images to train on
 * @param options a signal to stop by
 * @yields one event a step, of stage 1
 * @throws RangeError if the images' size or domains are not the run's
 * @throws NonFiniteError if a loss is not finite; DeviceLostError if the device is lost
 */
export async function* trainBaseline<C extends BaselineConfig>(
  training: BaselineTraining<C>,
  images: ImageSet,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent> {
  const { method, config, domains } = training;
  checkImageSet(images, { size: config.size, domains });
  const steps = baselineSteps(training, images, options.replay);
  const counted = { ...config, batch: method.imagesOfStep(config) };
  try {
    yield* stepLoop(training, counted, 1, config.steps1, steps.run, options);
  } finally {
    steps.forget();
  }
}

/** The steps of a training, without the loop around them. */
export interface BaselineSteps {
  /** One step; its losses are kept, and the caller disposes of them. */
  readonly run: () => Losses;
  /** Gives back the memory that replayed steps hold. */
  readonly forget: () => void;
}

/**
 * Prepares the steps of a training; the caller counts training.step1.
 *
 * @param training what moves
 * @param images real images to train on
 * @param replay on webgpu, whether steps are recorded and replayed; the result is the same
 */
export function baselineSteps<C extends BaselineConfig>(
  training: BaselineTraining<C>,
  images: ImageSet,
  replay: boolean = true,
): BaselineSteps {
  const prepared = training.method.prepare(training, images);
  const step = (draw: Draw) => tf.tidy(() => prepared(draw));
  if (!replay || tf.getBackend() !== "webgpu") {
    return { run: () => step(drawNow), forget: () => {} };
  }
  const replayed = replayBaseline(training, step);
  return { run: () => replayed.run(), forget: () => replayed.forget() };
}

/** Steps by replay on webgpu. Each network is updated once a step, in the order of its moments. */
function replayBaseline<C extends BaselineConfig>(
  { networks, adams, config }: BaselineTraining<C>,
  step: (draw: Draw) => Losses,
): ReplayedStep<Losses> {
  const inOrder = Object.values(adams);
  return new ReplayedStep<Losses>({
    run: step,
    state: [
      ...Object.values(networks).flatMap((network) => Object.values(networkVariables(network))),
      ...inOrder.flatMap(({ m, v }) => [...Object.values(m), ...Object.values(v)]),
    ],
    numbers: (key, i, later) => {
      if (key !== "adam") return;
      // Where nothing is replayed, the step has counted its own update already.
      const done = inOrder[i].updates - (later ? 0 : 1);
      return adamNumbers({ ...adamAt(config, done), epsilon: EPSILON, step: done + 1 });
    },
    onReplay: () => inOrder.forEach((adam) => adam.updates++),
  });
}

/**
 * Trains a baseline in a folder until it is done or the signal is given, and saves on the way, as
 * runTraining does for the two-step method. Whatever ends the loop, `last` holds a state that goes on
 * to the very same result: bit for bit on wasm and cpu.
 *
 * @param folder where the files go; made if need be
 * @param training a new run, or one from loadBaselineTraining
 * @param images real images to train on
 * @param given signal, lock, what is told on the way
 * @yields one event a step, of stage 1
 * @throws Error before anything is touched if a new run would take the place of another
 * @throws what {@linkcode trainBaseline} throws; RunLockedError if another process trains into the folder
 */
export async function* runBaseline<C extends BaselineConfig>(
  folder: string,
  training: BaselineTraining<C>,
  images: ImageSet,
  given: FolderOptions = {},
): AsyncGenerator<TrainEvent> {
  const { method, config, domains } = training;
  checkImageSet(images, { size: config.size, domains });
  yield* runInFolder(folder, {
    training,
    config: { method: method.name, ...config },
    history: {},
    makeRoom: (folder, overwrite) => makeRoom(folder, training.step1 === 0, overwrite),
    isSaved: (path) => isSaved(path, training as unknown as BaselineTraining),
    save: (path) => saveBaseline(path, training as unknown as BaselineTraining),
    train: async function* (options) {
      if (training.step1 === 0) await options.onSample?.(1, 0);
      yield* trainBaseline(training, images, options);
    },
  }, given);
}

/** Whether there is a checkpoint of the method, saved under just this config. */
async function isSaved(path: string, { method, config }: BaselineTraining): Promise<boolean> {
  try {
    using file = await openBaseline(path);
    const { description } = file;
    return description.method === method &&
      !fieldsApart(method.fields, description.config, config).length;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
