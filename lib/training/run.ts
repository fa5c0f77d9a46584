/**
 * A run with a folder: both stages in order, with checkpoints, a log, and the best generator kept.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import { type Config, differingFields } from "../config.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { ImageSet } from "../data/image_set.ts";
import { checkStepMemory } from "./check_step_memory.ts";
import { loadAverage, saveModel, saveTraining } from "./checkpoint.ts";
import { lockRun, type RunLock } from "./lock_run.ts";
import { openCheckpoint } from "./open_checkpoint.ts";
import type { Model } from "../networks/model.ts";
import { reestimateStatistics } from "./reestimate_statistics.ts";
import { makeRoom, runFiles } from "./run_folder.ts";
import { openLog } from "./run_log.ts";
import { type TrainEvent, type TrainOptions, trainStage1, trainStage2 } from "./train.ts";
import type { Training } from "./training.ts";

export { runFiles };

/** What a run can be given beside what a loop can. */
export interface RunOptions extends TrainOptions {
  /** Which stages to run. Stage 2 alone needs a finished stage 1. */
  readonly stages?: readonly (1 | 2)[];
  /** Whether a new run may take the place of one that is in the folder, whose checkpoints go. */
  readonly overwrite?: boolean;
  /** The lock of the folder, where the caller has it already; else it is taken and given back. */
  readonly lock?: RunLock;
  /**
   * Scores the generator every config.evaluateEvery stage-1 steps; lower is better. It must not look
   * at held-out images. Stage 2 then builds on the best generator, not on the last.
   */
  readonly metric?: (model: Model) => Promise<number>;
  /** Called after each step, before the checkpoint that holds it is saved: for a further log. */
  readonly onEvent?: (event: TrainEvent) => Promise<void>;
  /** Called before stage 1 with step 0, then every config.sampleEvery steps and at a stage's end. */
  readonly onSample?: (stage: 1 | 2, step: number) => Promise<void>;
}

/**
 * Trains until both stages are done or the signal is given, and saves on the way. Whatever ends the
 * loop, `last` holds a state that goes on to the very same result: bit for bit on wasm and cpu.
 *
 * A new run, of which no network has been updated yet, is refused where the folder holds one that has:
 * to go on with that, give the training that loadTraining makes of it. So is any run while another
 * process trains into the folder.
 *
 * @param folder where the files go; made if need be
 * @param training a new run, or one from loadTraining
 * @param images real images to train on
 * @param options stages, metric, signal
 * @yields one event a step
 * @throws Error before anything is touched if a new run would take the place of another
 * @throws RangeError, also before that, if the images are of other domains, of another order of them or
 *   another size
 * @throws RunLockedError, also before that, if another process trains into the folder, by its name
 * @throws OutOfMemoryError before anything is touched if a step cannot fit into the wasm heap
 * @throws NonFiniteError, DeviceLostError or OutOfMemoryError; the last checkpoint stays as it was
 */
export async function* runTraining(
  folder: string,
  training: Training,
  images: ImageSet,
  options: RunOptions = {},
): AsyncGenerator<TrainEvent> {
  const { config, domains } = training.model, stages = options.stages ?? [1, 2];
  checkImageSet(images, { size: config.size, domains });
  for (const stage of stages) checkStepMemory(config, training.model.domains.length, stage);
  const last = `${folder}/${runFiles.last}`, before = training.step1 + training.step2;
  using _lock = options.lock ? undefined : lockRun(folder);
  await makeRoom(folder, training, options.overwrite);
  await writeText(`${folder}/${runFiles.config}`, config);
  if (Object.keys(training.history).length) {
    await writeText(`${folder}/${runFiles.history}`, training.history);
  }
  // From the first moment on there is something to go on with, under the config of now.
  if (!await isSaved(last, config)) await saveTraining(last, training);
  const log = await openLog(`${folder}/${runFiles.log}`, training);
  try {
    if (stages.includes(1) && training.step1 < config.steps1) {
      if (training.step1 === 0) await options.onSample?.(1, 0);
      for await (const event of trainStage1(training, images, options)) {
        await log.write(event);
        await options.onEvent?.(event);
        await score(folder, training, event, options);
        await keep(last, training, event, options);
        yield event;
      }
    }
    if (stages.includes(2) && training.step1 >= config.steps1 && !options.signal?.aborted) {
      if (training.step2 === 0 && training.best && training.best.step < training.step1) {
        await loadAverage(`${folder}/${runFiles.best}`, training.model, training.best.step);
        // The best was kept on the way, with the statistics it had then.
        if (config.reestimate) {
          const { average, domains } = training.model;
          await reestimateStatistics(config, average, domains.length);
        }
      }
      for await (const event of trainStage2(training, images, options)) {
        await log.write(event);
        await options.onEvent?.(event);
        await keep(last, training, event, options);
        yield event;
      }
    }
    // A run that was made shorter may have nothing left to do but to say so in its file.
    const moved = training.step1 + training.step2 > before;
    if (options.signal?.aborted || !moved) await saveTraining(last, training);
  } finally {
    log.close();
  }
}

const writeText = (path: string, value: unknown) =>
  atomicWrite(path, JSON.stringify(value, null, 2) + "\n");

/** Whether there is a checkpoint, saved under just this config. */
async function isSaved(path: string, config: Config): Promise<boolean> {
  try {
    using checkpoint = await openCheckpoint(path);
    return differingFields(checkpoint.description.config, config).length === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Saves and shows at the steps that the config names. */
async function keep(
  path: string,
  training: Training,
  { stage, step, steps }: TrainEvent,
  options: RunOptions,
): Promise<void> {
  const { config } = training.model;
  const due = (every: number) => step % every === 0 || step === steps;
  if (due(config.saveEvery)) await saveTraining(path, training);
  if (due(config.sampleEvery)) await options.onSample?.(stage, step);
}

/** Keeps the networks if they are the best so far. */
async function score(
  folder: string,
  training: Training,
  { step, steps }: TrainEvent,
  { metric }: RunOptions,
): Promise<void> {
  const { evaluateEvery } = training.model.config;
  if (!metric || (step % evaluateEvery !== 0 && step !== steps)) return;
  const value = await metric(training.model);
  if (training.best && training.best.metric <= value) return;
  await saveModel(`${folder}/${runFiles.best}`, training);
  training.best = { step, metric: value };
}
