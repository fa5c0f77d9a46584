/**
 * Which generator stage 2 builds on, said where it is not the last.
 *
 * @module
 */
import { earlierBest, type Training } from "../../lib/training/training.ts";

/**
 * The line for a run whose metric called an earlier generator the best.
 *
 * @param run a run whose stage 1 is done
 * @returns the line; nothing where stage 2 builds on the last generator
 */
export function earlierGenerator(
  run: Pick<Training, "best" | "step1">,
): string | undefined {
  const best = earlierBest(run);
  return best
    ? `Stage 2 builds on the generator of step ${best.step}: by its samples the last one, of step ` +
      `${run.step1}, is worse`
    : undefined;
}
