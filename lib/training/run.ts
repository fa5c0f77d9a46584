/**
 * A run with a folder: both stages in order, with checkpoints, a log, and the best generator kept.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { ImageSet } from "../data/image_set.ts";
import { checkStepMemory } from "./check_step_memory.ts";
import { loadAverage, saveModel, saveTraining } from "./checkpoint.ts";
import { openCheckpoint } from "./open_checkpoint.ts";
import type { Model } from "../networks/model.ts";
import { reestimateStatistics } from "./reestimate_statistics.ts";
import { type TrainEvent, type TrainOptions, trainStage1, trainStage2 } from "./train.ts";
import type { Training } from "./training.ts";

/** The files of a run, in its folder. */
export const runFiles = {
  /** The run as of its last checkpoint: resumed from, translated and evaluated with. */
  last: "last.safetensors",
  /** The networks with the best stage-1 metric. */
  best: "best.safetensors",
  /** One JSON line for every reading of the losses. */
  log: "losses.jsonl",
  /** The configuration, for people to read; a checkpoint holds its own copy. */
  config: "config.json",
} as const;

/** What a run can be given beside what a loop can. */
export interface RunOptions extends TrainOptions {
  /** Which stages to run. Stage 2 alone needs a finished stage 1. */
  readonly stages?: readonly (1 | 2)[];
  /** Whether a new run may take the place of one that is in the folder, whose checkpoints go. */
  readonly overwrite?: boolean;
  /**
   * Scores the generator every config.evaluateEvery stage-1 steps; lower is better. It must not look
   * at held-out images. Stage 2 then builds on the best generator, not on the last.
   */
  readonly metric?: (model: Model) => Promise<number>;
  /** Called before stage 1 with step 0, then every config.sampleEvery steps and at a stage's end. */
  readonly onSample?: (stage: 1 | 2, step: number) => Promise<void>;
}

/**
 * Trains until both stages are done or the signal is given, and saves on the way. Whatever ends the
 * loop, `last` holds a state that goes on to the very same result: bit for bit on wasm and cpu.
 *
 * A new run, of which no network has been updated yet, is refused where `last` holds one that has:
 * to go on with that, give the training that loadTraining makes of it.
 *
 * @param folder where the files go; made if need be
 * @param training a new run, or one from loadTraining
 * @param images real images to train on
 * @param options stages, metric, signal
 * @yields one event a step
 * @throws Error before anything is touched if a new run would take the place of another
 * @throws RangeError, also before that, if the images are of other domains, of another order of them or
 *   another size
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
  if (isNew(training) && await holdsRun(last)) await makeRoom(folder, options);
  await Deno.mkdir(folder, { recursive: true });
  await atomicWrite(`${folder}/${runFiles.config}`, JSON.stringify(config, null, 2) + "\n");
  const log = await openLog(`${folder}/${runFiles.log}`, training);
  try {
    if (stages.includes(1) && training.step1 < config.steps1) {
      if (training.step1 === 0) await options.onSample?.(1, 0);
      for await (const event of trainStage1(training, images, options)) {
        await log.write(event);
        await score(folder, training, event, options);
        await keep(last, training, event, options);
        yield event;
      }
    }
    if (stages.includes(2) && training.step1 >= config.steps1 && !options.signal?.aborted) {
      if (training.step2 === 0 && training.best && training.best.step < training.step1) {
        await loadAverage(`${folder}/${runFiles.best}`, training.model);
        // The best was kept on the way, with the statistics it had then.
        if (config.reestimate) {
          const { average, domains } = training.model;
          await reestimateStatistics(config, average, domains.length);
        }
      }
      for await (const event of trainStage2(training, images, options)) {
        await log.write(event);
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

/** Whether nothing was trained yet; step1 does not tell where G is another run's. */
function isNew({ stage1, stage2 }: Training): boolean {
  return [stage1.adamG, stage1.adamD, stage2.adamE].every(({ updates }) => updates === 0);
}

/** Whether there is a checkpoint that is not new; one that cannot be read counts as such. */
async function holdsRun(path: string): Promise<boolean> {
  try {
    using checkpoint = await openCheckpoint(path);
    const { description } = checkpoint;
    return description.updates?.some((count) => count > 0) ?? true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}

async function makeRoom(folder: string, { overwrite }: RunOptions): Promise<void> {
  if (!overwrite) {
    throw new Error(
      `${folder} holds a run already: go on with loadTraining("${folder}/${runFiles.last}"), ` +
        "name another folder, or set the option overwrite",
    );
  }
  for (const name of [runFiles.last, runFiles.best]) {
    await Deno.remove(`${folder}/${name}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
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

/** Stage and step of a line; a line that a crash cut short lies after every checkpoint. */
function readEntry(line: string): Pick<TrainEvent, "stage" | "step"> {
  try {
    return JSON.parse(line);
  } catch {
    return { stage: 1, step: Infinity };
  }
}

/** Opens the log and drops what lies after the checkpoint that the run resumes from. */
async function openLog(path: string, { step1, step2 }: Training) {
  const text = await Deno.readTextFile(path).catch(() => "");
  const kept = text.split("\n").filter((line) => {
    const { stage, step } = readEntry(line);
    return step <= (stage === 1 ? step1 : step2);
  });
  await atomicWrite(path, kept.map((line) => line + "\n").join(""));
  const file = await Deno.open(path, { append: true });
  return {
    async write({ stage, step, losses, seconds }: TrainEvent): Promise<void> {
      if (!losses) return;
      const line = JSON.stringify({ stage, step, losses, seconds: Number(seconds.toFixed(2)) });
      await file.write(new TextEncoder().encode(line + "\n"));
    },
    close: () => file.close(),
  };
}
