/**
 * A run with a folder: both stages in order, with checkpoints, a log, and the best generator kept.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import { type Config, differingFields } from "../config.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { ImageSet } from "../data/image_set.ts";
import {
  agreedStop,
  anyRank,
  checkSameNetworks,
  fromLeader,
  leads,
  otherStreams,
} from "./agree.ts";
import { checkStepMemory } from "./check_step_memory.ts";
import { loadAverage, saveModel, saveTraining } from "./checkpoint.ts";
import { lockRun, type RunLock } from "./lock_run.ts";
import { openCheckpoint } from "./open_checkpoint.ts";
import type { Model } from "../networks/model.ts";
import { reestimateStatistics } from "./reestimate_statistics.ts";
import { makeRoom, runFiles } from "./run_folder.ts";
import { openLog } from "./run_log.ts";
import { configOfRank } from "./share_training.ts";
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
 * Where ranks share the training, each calls this with the same folder. Rank 0 writes; the functions of
 * the options are called on rank 0 alone; a signal on any rank stops all of them after the same step.
 *
 * @param folder where the files go; made if need be
 * @param training a new run, or one from loadTraining
 * @param images real images to train on
 * @param given stages, metric, signal
 * @yields one event a step
 * @throws Error before anything is touched if a new run would take the place of another
 * @throws RangeError, also before that, if the images are of other domains, of another order of them or
 *   another size
 * @throws RunLockedError, also before that, if another process trains into the folder, by its name
 * @throws OutOfMemoryError before anything is touched if a step cannot fit into the wasm heap
 * @throws NonFiniteError, DeviceLostError or OutOfMemoryError; the last checkpoint stays as it was
 * @throws RanksDifferError, as these, if the networks of the ranks are not the same to the bit
 */
export async function* runTraining(
  folder: string,
  training: Training,
  images: ImageSet,
  given: RunOptions = {},
): AsyncGenerator<TrainEvent> {
  const { config, domains } = training.model, stages = given.stages ?? [1, 2];
  checkImageSet(images, { size: config.size, domains });
  for (const stage of stages) checkStepMemory(configOfRank(training), domains.length, stage);
  const last = `${folder}/${runFiles.last}`, before = training.step1 + training.step2;
  const leading = leads(training);
  using _lock = given.lock || !leading ? undefined : lockRun(folder);
  if (leading) {
    await makeRoom(folder, training, given.overwrite);
    await writeText(`${folder}/${runFiles.config}`, config);
    if (Object.keys(training.history).length) {
      await writeText(`${folder}/${runFiles.history}`, training.history);
    }
  }
  await training.ranks?.meet();
  // From the first moment on there is something to go on with, under the config of now.
  if (anyRank(training, leading && !await isSaved(last, config))) await save(last, training);
  const log = leading ? await openLog(`${folder}/${runFiles.log}`, training) : undefined;
  const stop = agreedStop(training, given.signal);
  const options = { ...leading ? given : withoutCalls(given), signal: stop.signal };
  try {
    if (stages.includes(1) && training.step1 < config.steps1) {
      if (training.step1 === 0) await options.onSample?.(1, 0);
      for await (const event of trainStage1(training, images, options)) {
        await log?.write(event);
        await options.onEvent?.(event);
        await score(folder, training, event, options);
        await keep(last, training, event, options);
        yield event;
        stop.look();
      }
    }
    if (stages.includes(2) && training.step1 >= config.steps1 && !stop.signal.aborted) {
      if (training.step2 === 0 && training.best && training.best.step < training.step1) {
        await loadAverage(`${folder}/${runFiles.best}`, training.model, training.best.step);
        // The best was kept on the way, with the statistics it had then.
        if (config.reestimate) {
          const { average, domains } = training.model;
          await reestimateStatistics(config, average, domains.length);
        }
      }
      for await (const event of trainStage2(training, images, options)) {
        await log?.write(event);
        await options.onEvent?.(event);
        await keep(last, training, event, options);
        yield event;
        stop.look();
      }
    }
    // A run that was made shorter may have nothing left to do but to say so in its file.
    const moved = training.step1 + training.step2 > before;
    if (stop.signal.aborted || !moved) await save(last, training);
  } finally {
    log?.close();
  }
}

/** The options of a rank that writes nothing. */
function withoutCalls({ metric: _, onEvent: __, onSample: ___, ...rest }: RunOptions): RunOptions {
  return rest;
}

/** Saves a run, once it is known to be the same on all ranks. */
async function save(path: string, training: Training): Promise<void> {
  await checkSameNetworks(training);
  const others = otherStreams(training);
  if (leads(training)) await saveTraining(path, training, others);
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
  if (due(config.saveEvery)) await save(path, training);
  if (!due(config.sampleEvery)) return;
  await options.onSample?.(stage, step);
  await training.ranks?.meet();
}

/** Keeps the networks if they are the best so far. */
async function score(
  folder: string,
  training: Training,
  { step, steps }: TrainEvent,
  { metric }: RunOptions,
): Promise<void> {
  const { evaluateEvery } = training.model.config;
  if (step % evaluateEvery !== 0 && step !== steps) return;
  if (!anyRank(training, metric !== undefined)) return;
  const value = await fromLeader(training, async () => await metric!(training.model));
  if (training.best && training.best.metric <= value) return;
  if (leads(training)) await saveModel(`${folder}/${runFiles.best}`, training);
  training.best = { step, metric: value };
}
