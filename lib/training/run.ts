/**
 * A run with a folder: both stages in order, with checkpoints, a log, and the best generator kept.
 *
 * @module
 */
import { type Config, differingFields } from "../config.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { ImageSet } from "../data/image_set.ts";
import { anyRank, checkSameNetworks, fromLeader, leads, otherStreams } from "./agree.ts";
import { checkStepMemory } from "./check_step_memory.ts";
import { loadAverage, saveModel, saveTraining } from "./checkpoint.ts";
import { openCheckpoint } from "./open_checkpoint.ts";
import type { Model } from "../networks/model.ts";
import { reestimateStatistics } from "./reestimate_statistics.ts";
import { makeRoom, runFiles } from "./run_folder.ts";
import { type FolderOptions, runInFolder } from "./run_in_folder.ts";
import { configOfRank } from "./share_training.ts";
import type { TrainEvent } from "./step_loop.ts";
import { trainStage1, trainStage2 } from "./train.ts";
import { earlierBest, type Training } from "./training.ts";

export { runFiles };

/** What a run of both stages can be given beside what a loop can. */
export interface RunOptions extends FolderOptions {
  /** Which stages to run. Stage 2 alone needs a finished stage 1. */
  readonly stages?: readonly (1 | 2)[];
  /**
   * Scores the generator every config.evaluateEvery stage-1 steps; lower is better. It must not look
   * at held-out images. Stage 2 then builds on the best generator, which is the latest whose score is no
   * further than metricTolerance above the lowest. Only where {@linkcode knowsDomains}.
   */
  readonly metric?: (model: Model) => Promise<number>;
  /** By how much two scores of equally good generators may differ, 0 or more; 0 by default. */
  readonly metricTolerance?: number;
}

/** Whether G(z, c) is of domain c while stage 1 goes on. An InfoGAN knows that only at its end. */
export const knowsDomains = ({ dHead }: Pick<Config, "dHead">): boolean => dHead !== "infogan";

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
 *   another size, or a metric is given for an InfoGAN
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
  if (given.metric && !knowsDomains(config)) {
    throw new RangeError(
      "An InfoGAN has no metric: it knows which domain it draws only at its end",
    );
  }
  for (const stage of stages) checkStepMemory(configOfRank(training), domains.length, stage);
  yield* runInFolder(folder, {
    training,
    config,
    history: training.history,
    makeRoom: (folder, overwrite) => makeRoom(folder, isNew(training), overwrite),
    isSaved: (path) => isSaved(path, config),
    save: (path) => save(path, training),
    train: (options) => trainStages(folder, training, images, { ...options, stages }),
  }, given);
}

/** Whether nothing was trained yet; step1 does not tell where G is another run's. */
function isNew({ stage1, stage2 }: Training): boolean {
  return [stage1.adamG, stage1.adamD, stage2.adamE].every(({ updates }) => updates === 0);
}

/** Both stages in order, the best generator kept. */
async function* trainStages(
  folder: string,
  training: Training,
  images: ImageSet,
  given: RunOptions & Required<Pick<RunOptions, "stages">>,
): AsyncGenerator<TrainEvent> {
  const { model, model: { config } } = training, { stages, signal } = given;
  const options = leads(training) ? given : withoutCalls(given);
  if (stages.includes(1) && training.step1 < config.steps1) {
    if (training.step1 === 0) await options.onSample?.(1, 0);
    for await (const event of trainStage1(training, images, options)) {
      await score(folder, training, event, options);
      yield event;
    }
  }
  if (!stages.includes(2) || training.step1 < config.steps1 || signal?.aborted) return;
  const earlier = training.step2 === 0 && earlierBest(training);
  if (earlier) {
    await loadAverage(`${folder}/${runFiles.best}`, model, earlier.step);
    // The best was kept on the way, with the statistics it had then.
    if (config.reestimate) await reestimateStatistics(config, model.average, model.domains.length);
  }
  yield* trainStage2(training, images, options);
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

/** Keeps the networks unless they are worse than the best so far by more than the metric can be off. */
async function score(
  folder: string,
  training: Training,
  { step, steps }: TrainEvent,
  { metric, metricTolerance = 0 }: RunOptions,
): Promise<void> {
  const { evaluateEvery } = training.model.config;
  if (step % evaluateEvery !== 0 && step !== steps) return;
  if (!anyRank(training, metric !== undefined)) return;
  const value = await fromLeader(training, async () => await metric!(training.model));
  const lowest = Math.min(value, training.best?.metric ?? Infinity);
  if (!(value <= lowest + metricTolerance)) return;
  if (leads(training)) await saveModel(`${folder}/${runFiles.best}`, training);
  training.best = { step, metric: lowest };
}
