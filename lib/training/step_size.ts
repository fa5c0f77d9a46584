/**
 * How step sizes fall towards the end of a stage.
 *
 * @module
 */
import type { Config } from "../config.ts";

/**
 * The step size after so many steps of a stage: constant, and over the last config.decay of its steps
 * linearly down to almost 0, so that what the last batches happened to hold does not stay in the
 * weights.
 *
 * Differs: not in the paper. Source: Zhu et al., arXiv 1703.10593 (CycleGAN), whose second half decays.
 *
 * @param config decay and the lengths of the stages are read
 * @param stage which stage
 * @param step steps of it done before this one
 * @param stepSize the size at its start
 */
export function decayedStepSize(
  config: Pick<Config, "decay" | "steps1" | "steps2">,
  stage: 1 | 2,
  step: number,
  stepSize: number,
): number {
  const steps = config[`steps${stage}`], last = config.decay * steps;
  return last > 0 ? stepSize * Math.min(1, Math.max(0, (steps - step) / last)) : stepSize;
}
