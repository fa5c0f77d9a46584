/**
 * A training of any kind: started, gone on with, its steps made.
 *
 * @module
 */
import { loadBaselineTraining, openBaseline } from "../../../lib/baselines/baseline_checkpoint.ts";
import type { BaselineTraining } from "../../../lib/baselines/baseline_method.ts";
import { beginBaseline } from "../../../lib/baselines/baseline_training.ts";
import { runBaseline, trainBaseline } from "../../../lib/baselines/train_baseline.ts";
import type { ImageSet } from "../../../lib/data/image_set.ts";
import { disposeNetwork } from "../../../lib/networks/network.ts";
import { loadTraining } from "../../../lib/training/checkpoint.ts";
import { runTraining } from "../../../lib/training/run.ts";
import {
  type TrainEvent,
  type TrainOptions,
  trainStage1,
  trainStage2,
} from "../../../lib/training/train.ts";
import { createTraining, type Training } from "../../../lib/training/training.ts";
import { readPosition } from "../../shared/checkpoint_position.ts";
import { lastCheckpoint } from "../../shared/run_folder.ts";
import type { MethodPart } from "./method.ts";
import { stepsOf, withSteps } from "./schedule.ts";

/** A training in progress, with what it is of. */
export type MethodTraining =
  | { readonly part: MethodPart & { of: "two-step" }; readonly training: Training }
  | { readonly part: MethodPart & { of: "baseline" }; readonly training: BaselineTraining };

/** Starts a training. */
export async function startMethod(
  part: MethodPart,
  domains: readonly string[],
): Promise<MethodTraining> {
  if (part.of === "two-step") return { part, training: createTraining(part.config, domains) };
  const training = await beginBaseline(part.method, part.config, domains);
  return { part: { ...part, config: training.config }, training };
}

/**
 * Goes on with the training in a folder, with the number of steps that it was started with.
 *
 * @throws CheckpointError if it was started under another config
 */
export async function resumeMethod(part: MethodPart, folder: string): Promise<MethodTraining> {
  const path = lastCheckpoint(folder);
  if (part.of === "two-step") {
    const { steps1, steps2 } = (await readPosition(path)).config;
    const same = { ...part, config: { ...part.config, steps1, steps2 } };
    return { part: same, training: await loadTraining(path, same.config) };
  }
  using file = await openBaseline(path);
  const { steps1 } = file.description.config, given = { ...part.config, steps1 };
  // What it took over at its start is in the file; the config says what that was.
  const begun = await part.method.begin?.(given);
  Object.values(begun?.networks ?? {}).forEach(disposeNetwork);
  const config = begun?.config ?? given;
  return { part: { ...part, config }, training: await loadBaselineTraining(path, { config }) };
}

/** Trains in a folder until it is done or the signal is given, and saves on the way. */
export const runMethod = (
  { training }: MethodTraining,
  folder: string,
  images: ImageSet,
  options: TrainOptions,
): AsyncGenerator<TrainEvent> =>
  "model" in training
    ? runTraining(folder, training, images, options)
    : runBaseline(folder, training, images, options);

/** Whether every step is made. */
export const isFinished = ({ part, training }: MethodTraining): boolean =>
  stepsOf(part).every((steps, i) => (i === 0 ? training.step1 : training.step2) >= steps);

/** The steps of one stage, as many as are taken, on fresh networks. */
async function* stepsOfStage(
  part: MethodPart,
  stage: 1 | 2,
  images: ImageSet,
  options: TrainOptions,
): AsyncGenerator<TrainEvent> {
  // The schedule of a small budget would end before the clock does.
  const endless = withSteps(part, [1_000_000, 1_000_000]);
  const started = await startMethod(endless, images.domains);
  const { training } = started;
  try {
    if (!("model" in training)) yield* trainBaseline(training, images, options);
    else yield* (stage === 1 ? trainStage1 : trainStage2)(training, images, options);
  } finally {
    training[Symbol.dispose]();
  }
}

/** Steps that are not counted, as they set things up. */
const WARM_UP = 5;
/** Steps between two readings of the losses: a GPU is waited for there. */
const EVERY = 5;

/**
 * Seconds that a step of each stage takes here and now.
 *
 * @param given the training; another one of the same kind is started
 * @param images to train on
 * @param least seconds that are measured of each stage
 * @param options Ctrl-C, a lost device
 * @returns one number a stage; undefined if it was interrupted
 */
export async function timeSteps(
  given: MethodPart,
  images: ImageSet,
  least: number,
  options: TrainOptions,
): Promise<number[] | undefined> {
  const part = { ...given, config: { ...given.config, logEvery: EVERY } } as MethodPart;
  const found: number[] = [];
  for (const stage of [1, 2].slice(0, stepsOf(part).length) as (1 | 2)[]) {
    let before = 0, steps = 0, seconds = 0;
    for await (const event of stepsOfStage(part, stage, images, options)) {
      if (event.step <= WARM_UP) before = event.seconds;
      else if (event.step % EVERY === 0) {
        steps = event.step - WARM_UP;
        seconds = event.seconds - before;
        if (seconds >= least) break;
      }
    }
    if (options.signal?.aborted) return undefined;
    found.push(seconds / steps);
  }
  return found;
}
