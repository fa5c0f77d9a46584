/**
 * A training of any method, as the tasks see it.
 *
 * @module
 */
import { openBaseline } from "../../lib/baselines/baseline_checkpoint.ts";
import type { BaselineTraining } from "../../lib/baselines/baseline_method.ts";
import { methodOf, TWO_STEP } from "../../lib/training/checkpoint_description.ts";
import { openArrays } from "../../lib/training/open_checkpoint.ts";
import type { Training } from "../../lib/training/training.ts";
import { positionText, readPosition } from "./checkpoint_position.ts";

/** A run in progress, of the two-step method or of a baseline. */
export type AnyTraining = Training | BaselineTraining;

/** The step that a training is at, in words. */
export function trainingPosition(training: AnyTraining): string {
  return "model" in training
    ? positionText({ ...training, config: training.model.config })
    : stepText(training.step1, training.config.steps1);
}

/** The options that make the steps of a training smaller, to try after a loss that was not finite. */
export function stepSizeOptions(training: AnyTraining): string {
  return "model" in training ? "--g-learning-rate and --d-learning-rate" : "--learning-rate";
}

/**
 * The step that a checkpoint of any method is at, in words.
 *
 * @param path the file
 * @throws as readPosition does
 */
export async function checkpointPosition(path: string): Promise<string> {
  if (await methodOfFile(path) === TWO_STEP) return positionText(await readPosition(path));
  using file = await openBaseline(path);
  return stepText(file.description.step1, file.description.config.steps1);
}

/** The method that a file notes; `two-step` where it cannot be read. */
export async function methodOfFile(path: string): Promise<string> {
  try {
    using file = await openArrays(path);
    return methodOf(file.header.metadata);
  } catch {
    return TWO_STEP;
  }
}

const stepText = (step: number, steps: number) => `step ${step} of ${steps}`;
