/**
 * Everything that a run in progress consists of.
 *
 * @module
 */
import type { Config } from "../config.ts";
import { Random } from "../random.ts";
import { disposeAdam } from "./adam.ts";
import { createModel, disposeModel, type Model } from "./model.ts";
import { createStage1, type Stage1 } from "./stage1_step.ts";
import { createStage2, type Stage2 } from "./stage2_step.ts";

/** The best stage-1 checkpoint so far. */
export interface Best {
  /** Step after which it was taken. */
  readonly step: number;
  /** Its metric; lower is better. */
  readonly metric: number;
}

/** The random streams of a run, each of its own, so that stages do not disturb one another. */
export interface RandomStreams {
  /** Which real images are drawn, and how they are augmented. */
  readonly batches: Random;
  /** z and DiffAugment of stage 1. */
  readonly stage1: Random;
  /** z, c and augmentation of stage 2. */
  readonly stage2: Random;
}

/** A run in progress: networks, moments, random streams and counters. */
export interface Training {
  /** The networks. */
  readonly model: Model;
  /** Moments of G and D. */
  readonly stage1: Stage1;
  /** Moments of E. */
  readonly stage2: Stage2;
  /** Random streams. */
  readonly random: RandomStreams;
  /** Stage-1 steps done. */
  step1: number;
  /** Stage-2 steps done. */
  step2: number;
  /** The best stage-1 checkpoint, where a metric was given. */
  best: Best | null;
}

/**
 * Starts a run.
 *
 * @param config what to train
 * @param domains names of the domains
 * @returns a run at step 0; dispose of it with {@linkcode disposeTraining}
 */
export function createTraining(config: Config, domains: readonly string[]): Training {
  const model = createModel(config, domains);
  const random = new Random(config.seed);
  return {
    model,
    stage1: createStage1(model),
    stage2: createStage2(model),
    random: {
      batches: random.fork("batches"),
      stage1: random.fork("stage1"),
      stage2: random.fork("stage2"),
    },
    step1: 0,
    step2: 0,
    best: null,
  };
}

/** Frees every tensor of the run. */
export function disposeTraining({ model, stage1, stage2 }: Training): void {
  [stage1.adamG, stage1.adamD, stage2.adamE].forEach(disposeAdam);
  disposeModel(model);
}
