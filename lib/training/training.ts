/**
 * Everything that a run in progress consists of.
 *
 * @module
 */
import {
  comparesDomains,
  comparingFields,
  type Config,
  configDifference,
  type ConfigKey,
  scheduleFields,
  stage2Fields,
} from "../config.ts";
import type { Ranks } from "../kernels/mpi/ranks.ts";
import { assignNetwork } from "../networks/network.ts";
import { Random } from "../random.ts";
import { disposeAdam } from "./adam.ts";
import { areDomainNames } from "./domain_names.ts";
import { createModel, disposeModel, type Model } from "../networks/model.ts";
import { createLossWatch, type LossWatch } from "./loss_watch.ts";
import { encodedRows, encodesReals } from "./encoded_latents.ts";
import type { RunHistory } from "./run_history.ts";
import { createStage1, type Stage1 } from "./stage1_step.ts";
import { createStage2, type Stage2 } from "./stage2_step.ts";

/** The best stage-1 checkpoint so far: the latest whose metric is as low as any, within its tolerance. */
export interface Best {
  /** Step after which it was taken. */
  readonly step: number;
  /** The lowest metric so far. */
  readonly metric: number;
}

/**
 * The checkpoint that stage 2 builds on where that is not the last of stage 1.
 *
 * @param run how far it is, and its best checkpoint
 * @returns nothing where stage 2 builds on the last
 */
export function earlierBest(
  { best, step1 }: { readonly best?: Best | null; readonly step1: number },
): Best | null {
  return best && best.step < step1 ? best : null;
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
export interface Training extends Disposable {
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
  /** Stage-2 steps done when config.eErase last took the domain out of E; 0 for never. */
  erased: number;
  /** The best stage-1 checkpoint, where a metric was given. */
  best: Best | null;
  /** Whose weights it began with, and what was changed on the way. */
  history: RunHistory;
  /** Seconds that the steps of each stage took so far; a run's folder keeps them in its log. */
  readonly seconds: Record<1 | 2, number>;
  /** Who shares the run, where it is shared: {@linkcode shareTraining}. */
  readonly ranks?: Ranks;
  /** What losses are usual in each stage; a run's folder tells from its log. */
  readonly watches: Readonly<Record<1 | 2, LossWatch>>;
}

/**
 * Starts a run.
 *
 * @param config what to train
 * @param domains names of the domains, all different, each fit to be a folder's
 * @returns a run at step 0; dispose of it by `using`
 * @throws RangeError if a name is not; or if the config compares domains and a batch does not hold
 *   two z in each of them
 */
export function createTraining(config: Config, domains: readonly string[]): Training {
  checkTrainable(config, domains);
  return startTraining(createModel(config, domains));
}

/**
 * Checks that a config can be trained on domains of these names.
 *
 * @throws RangeError as {@linkcode createTraining} does
 */
export function checkTrainable(config: Config, domains: readonly string[]): void {
  if (!areDomainNames(domains)) {
    throw new RangeError(
      `Names of domains must be different, not empty, . or .., and without / and \\, got ` +
        `${JSON.stringify(domains)}: rename them`,
    );
  }
  if (comparesDomains(config) && config.batch < 2 * domains.length) {
    throw new RangeError(
      `${comparingFields.join(", ")} need a batch of at least ` +
        `${2 * domains.length} for ${domains.length} domains, got ${config.batch}: raise batch`,
    );
  }
  if (
    encodesReals(config) && !encodedRows(config.batch, domains.length, config.encodedShare).count
  ) {
    throw new RangeError(
      `encodedShare ${config.encodedShare} of a batch of ${config.batch} is less than one z of each of ` +
        `${domains.length} domains: raise encodedShare or batch`,
    );
  }
}

/** A run at step 0 of a model, which it takes over. */
export function startTraining(model: Model): Training {
  const random = new Random(model.config.seed), stage2 = createStage2(model);
  return {
    model,
    stage1: createStage1(model, stage2.adamE),
    stage2,
    random: {
      batches: random.fork("batches"),
      stage1: random.fork("stage1"),
      stage2: random.fork("stage2"),
    },
    step1: 0,
    step2: 0,
    erased: 0,
    best: null,
    history: {},
    seconds: { 1: 0, 2: 0 },
    watches: { 1: createLossWatch(), 2: createLossWatch() },
    [Symbol.dispose]() {
      disposeTraining(this);
    },
  };
}

/**
 * Starts a run at stage 2, with the generator of another: to compare encoders on one generator.
 *
 * @param trained a model whose stage 1 is done; copied
 * @param config its config, but for stage2Fields and how often things happen; steps1 counts as done
 * @returns a run at the end of stage 1; dispose of it by `using`
 * @throws RangeError that lists the fields in which config may not differ
 */
export function createStage2Training(trained: Model, config: Config): Training {
  const free: readonly ConfigKey[] = [...stage2Fields, ...scheduleFields, "preset"];
  const kept = Object.fromEntries(free.map((key) => [key, trained.config[key]]));
  const difference = configDifference(trained.config, { ...config, ...kept } as Config);
  if (difference.length) {
    throw new RangeError(
      `The generator was trained under another config (${difference.join("; ")}): only ` +
        `${stage2Fields.join(", ")} may change`,
    );
  }
  const training = createTraining(config, trained.domains);
  for (const network of ["generator", "average", "discriminator"] as const) {
    assignNetwork(training.model[network], trained[network]);
  }
  training.step1 = config.steps1;
  return training;
}

/** Frees every tensor of the run. */
export function disposeTraining({ model, stage1, stage2 }: Training): void {
  [stage1.adamG, stage1.adamD, stage2.adamE].forEach(disposeAdam);
  disposeModel(model);
}
