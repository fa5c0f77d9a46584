/**
 * The loop around the steps of a stage, whatever the method: clocks, readings of the losses, and when to
 * stop.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import type { Losses } from "./gradients.ts";
import type { BlownUp, LossWatch } from "./loss_watch.ts";
import { readLosses } from "./read_losses.ts";

/** What a loop reports after each step. */
export interface TrainEvent {
  /** Which stage. */
  readonly stage: 1 | 2;
  /** Steps of this stage done, from 1. */
  readonly step: number;
  /** Steps that this stage will have. */
  readonly steps: number;
  /**
   * Losses by name (over all ranks, where the training is shared), at every config.logEvery-th step and
   * at the last one. Reading them waits for the device.
   */
  readonly losses: Readonly<Record<string, number>> | null;
  /**
   * Seconds that the steps of this stage took, from its first on, also over a resume; what the caller
   * does between steps does not count.
   */
  readonly seconds: number;
  /** Training images a second since the loop was entered, by the same clock. */
  readonly imagesPerSecond: number;
  /** Networks whose loss is beyond 100 times what was usual at first; each is said once. */
  readonly blownUp: readonly BlownUp[];
}

/** Options of a loop. */
export interface TrainOptions {
  /**
   * Stops the loop after the step in progress, once its losses are known; nothing is lost. Where ranks
   * share the training, it must be aborted at the same step on all of them; runTraining sees to that.
   */
  readonly signal?: AbortSignal;
  /** Resolves with the reason if the device is lost. */
  readonly deviceLost?: Promise<string>;
  /**
   * On webgpu, whether steps are recorded and replayed; true if left out. The result is the same.
   */
  readonly replay?: boolean;
}

/** How far a training is, and what its steps took; a method of one stage counts in stage 1. */
export interface Paced {
  /** Stage-1 steps done. */
  step1: number;
  /** Stage-2 steps done. */
  step2: number;
  /** Seconds that the steps of each stage took so far; a run's folder keeps them in its log. */
  readonly seconds: Record<1 | 2, number>;
  /** What losses are usual in each stage; a run's folder tells from its log. */
  readonly watches: Readonly<Record<1 | 2, LossWatch>>;
  /** Who shares the run, where it is shared. */
  readonly ranks?: Ranks;
}

/** What of a config the loop reads, beside the number of steps. */
export type LoopConfig = Pick<Config, "batch" | "logEvery" | "saveEvery">;

/** What is done before the first step of a stage, and after its last. */
export interface StageEnds {
  /** Called before the first step. */
  readonly begin?: () => Promise<void>;
  /** Called after the last step, or where there is none left. */
  readonly end?: () => Promise<void>;
}

/**
 * Makes the steps of a stage until so many are done in all.
 *
 * @param training moved on by every step
 * @param config when losses are read
 * @param stage which stage is counted
 * @param steps that the stage has in all
 * @param step one step; it returns losses that are kept
 * @param options a signal to stop by
 * @param ends what comes before and after
 * @yields one event a step
 * @throws NonFiniteError if a loss is not finite; DeviceLostError if the device is lost
 */
export async function* stepLoop(
  training: Paced,
  config: LoopConfig,
  stage: 1 | 2,
  steps: number,
  step: () => Losses,
  options: TrainOptions,
  { begin, end }: StageEnds = {},
): AsyncGenerator<TrainEvent> {
  const counter = stage === 1 ? "step1" : "step2";
  const from = training[counter], before = training.seconds[stage];
  let since = performance.now(), breath = since, unread: Losses | undefined;
  if (from >= steps && !options.signal?.aborted) await end?.();
  try {
    while (training[counter] < steps && !options.signal?.aborted) {
      tf.dispose(unread);
      // Nothing is saved between this and the first step, so it is never done twice.
      if (training[counter] === 0) await begin?.();
      unread = step();
      const done = ++training[counter];
      let values: Record<string, number> | null = null;
      // A checkpoint is only worth keeping if the losses before it were finite.
      if (done % config.logEvery === 0 || done % config.saveEvery === 0 || done === steps) {
        training.ranks?.average(Object.values(unread));
        values = await readLosses(unread, options.deviceLost);
        unread = undefined;
      }
      if (done === steps) await end?.();
      const blownUp = values ? training.watches[stage].see(done, values) : [];
      const seconds = training.seconds[stage] += (performance.now() - since) / 1000;
      const imagesPerSecond = (done - from) * config.batch / (seconds - before);
      yield { stage, step: done, steps, losses: values, seconds, imagesPerSecond, blownUp };
      if (performance.now() - breath > BREATH_MS) {
        await breathe();
        breath = performance.now();
      }
      since = performance.now();
    }
    // The same holds for what is saved after a signal.
    if (!unread) return;
    training.ranks?.average(Object.values(unread));
    await readLosses(unread, options.deviceLost);
  } finally {
    tf.dispose(unread);
  }
}

/** Signals and timers wait no longer than this, or a step. */
const BREATH_MS = 25;

/** Lets signals and timers run: on WASM a step never waits, so they would not run otherwise. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
