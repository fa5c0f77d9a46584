/**
 * What a method is: the trainings that it consists of, or a translation that needs none.
 *
 * @module
 */
import type { BaselineConfig, BaselineMethod } from "../../../lib/baselines/baseline_method.ts";
import type { Config } from "../../../lib/config.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import type { Translator } from "../../../lib/translation/translator.ts";

/** A training of the two-step method, or of one of its family. */
export interface TwoStepPart {
  readonly of: "two-step";
  /** Its steps say what share of the budget each stage gets. */
  readonly config: Config;
}

/** A training of a baseline. */
export interface BaselinePart {
  readonly of: "baseline";
  readonly method: BaselineMethod;
  readonly config: BaselineConfig;
}

/** One training of a method. */
export type MethodPart = TwoStepPart | BaselinePart;

/** What the trainings of a method depend on. */
export interface MethodSetting {
  /** Side of the images, pixels. */
  readonly size: Config["size"];
  /** Seed of the networks. */
  readonly seed: number;
  /** The two domains. */
  readonly domains: readonly string[];
  /** Whether networks and batches are as small as can be, to show only that everything runs. */
  readonly smoke: boolean;
  /** The checkpoint of the run that the method builds on, where it does. */
  readonly builtOn?: string;
}

/** A method that is trained. */
export interface TrainedMethod {
  /** Its name on the command line, in the rows, the table and the picture. */
  readonly name: string;
  /** How it is trained, in a line. */
  readonly doc: string;
  /** Run only where `--only` names it. */
  readonly extra?: true;
  /** The method whose run of the same seed it builds on: that training is counted to it too. */
  readonly needs?: string;
  /**
   * Its trainings, which share the budget equally. Several are for a direction each: the translation to
   * a domain is that of the training which has it as its target.
   */
  readonly parts: (setting: MethodSetting) => readonly MethodPart[];
}

/** What translates without a training: the others are held against it. */
export interface ReferenceMethod {
  /** As that of a trained one. */
  readonly name: string;
  /** What it does, in a line. */
  readonly doc: string;
  /** Not used. */
  readonly extra?: undefined;
  /** Whether it needs the true counterparts, which no method is told. */
  readonly needsPairs?: true;
  /** The translation; its memory is freed with it. */
  readonly translator: (data: DataSet) => Translator & Disposable;
}

/** Either. */
export type Method = TrainedMethod | ReferenceMethod;

/** Whether a method needs no training. */
export const isReference = (method: Method): method is ReferenceMethod => "translator" in method;
