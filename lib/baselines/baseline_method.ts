/**
 * What a baseline is made of. Everything else (the loop, checkpoints, the folder of a run, options and
 * their help) follows from this.
 *
 * @module
 */
import type { ConfigOf } from "../config/field_table.ts";
import type { Draw } from "../kernels/draw.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { Network } from "../networks/network.ts";
import type { NetworkPlan } from "../networks/network_plan.ts";
import type { Random } from "../random.ts";
import type { Adam } from "../training/adam.ts";
import type { Losses } from "../training/gradients.ts";
import type { Paced } from "../training/step_loop.ts";
import type { Translator } from "../translation/translator.ts";
import type { BaselineRule, sharedFields } from "./shared_fields.ts";

/** The names of the baselines, as a run notes its own. */
export type BaselineName = "cyclegan" | "dtn";

/** What the configs of all baselines have. */
export type BaselineConfig = ConfigOf<typeof sharedFields> & {
  /** Images in a batch; whether of each domain or of all together, the method says. */
  readonly batch: number;
};

/** Networks by name. One without weights is what else a method has to remember. */
export type Networks = Readonly<Record<string, Network>>;

/** A baseline. */
export interface BaselineMethod<C extends BaselineConfig = BaselineConfig> {
  /** What a run notes. */
  readonly name: BaselineName;
  /** What people call it. */
  readonly title: string;
  /** Its hyperparameters. */
  readonly fields: Readonly<Record<string, BaselineRule>>;
  /** Values that follow from given ones where nothing else is given. */
  derived?(given: Partial<C>): Partial<C>;
  /** What is wrong with fields that each fit. */
  contradictions?(config: C): string[];
  /** Throws a RangeError if it cannot be trained on these domains. */
  checkDomains(config: C, domains: readonly string[]): void;
  /** The variables of its networks, which take no memory yet. */
  plan(config: C, domains: readonly string[]): Readonly<Record<string, NetworkPlan>>;
  /**
   * Makes networks of a new run that are not drawn but taken over, and the config that describes them.
   * Throws a RangeError, or what reading them throws, if they do not fit.
   */
  begin?(config: C): Promise<{ config: C; networks: Networks }>;
  /** Of these, those that come with a package each time, and are in no run's file. */
  packaged?(config: C): Promise<Networks>;
  /** Real images that a step is given, of all domains together. */
  imagesOfStep(config: C): number;
  /**
   * Prepares the steps of a training.
   *
   * @param training what moves
   * @param images real images to train on
   * @returns one step; it takes from `draw` what is new at each, and returns losses that are kept
   */
  prepare(training: BaselineTraining<C>, images: ImageSet): (draw: Draw) => Losses;
  /** The domains that it translates to, by name; all of them if left out. */
  targets?(config: C, domains: readonly string[]): readonly string[];
  /** The trained networks as a translation; they stay the caller's. */
  translator(config: C, domains: readonly string[], networks: Networks): Translator;
}

/** The random streams of a baseline's run. */
export interface BaselineStreams {
  /** Which real images are drawn, and how they are augmented. */
  readonly batches: Random;
  /** What else a step draws. */
  readonly steps: Random;
}

/** A baseline's run in progress. Its one stage is counted as stage 1. */
export interface BaselineTraining<C extends BaselineConfig = BaselineConfig>
  extends Paced, Disposable {
  /** Which baseline. */
  readonly method: BaselineMethod<C>;
  /** Its hyperparameters. */
  readonly config: C;
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
  /** Its networks by name. */
  readonly networks: Networks;
  /** The moments of those that have weights to move, by the same names. */
  readonly adams: Readonly<Record<string, Adam>>;
  /** Random streams. */
  readonly random: BaselineStreams;
}
