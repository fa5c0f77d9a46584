/**
 * How many steps a training has under a budget.
 *
 * @module
 */
import { labelsSome } from "../../../lib/training/stage1_step.ts";
import type { MethodPart } from "./method.ts";

/** Steps of each stage of a training, as its config has them: they say what share each stage gets. */
export function stepsOf(part: MethodPart): number[] {
  return part.of === "two-step" ? [part.config.steps1, part.config.steps2] : [part.config.steps1];
}

/** Images that the batches of a step hold, of each stage. */
export function imagesOfSteps(part: MethodPart): number[] {
  if (part.of === "baseline") return [part.method.imagesOfStep(part.config)];
  const { batch } = part.config;
  // Beside a batch of all images there may be one of those that have a label.
  return [labelsSome(part.config) ? 2 * batch : batch, batch];
}

/** A training with so many steps in each stage. */
export function withSteps(part: MethodPart, [steps1, steps2]: readonly number[]): MethodPart {
  return part.of === "two-step"
    ? { ...part, config: { ...part.config, steps1, steps2 } }
    : { ...part, config: { ...part.config, steps1 } };
}

/**
 * A training that uses up a budget: its stages keep their shares of the steps, and each has one at least.
 *
 * @param part the training
 * @param costs what a step of each stage costs
 * @param budget in the same unit
 */
export function scheduled(
  part: MethodPart,
  costs: readonly number[],
  budget: number,
): MethodPart {
  const steps = stepsOf(part);
  const whole = steps.reduce((sum, count, i) => sum + count * costs[i], 0);
  return withSteps(part, steps.map((count) => Math.max(1, Math.round(count * budget / whole))));
}
