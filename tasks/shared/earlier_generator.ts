/**
 * Which generator stage 2 builds on, said where it is not the last.
 *
 * @module
 */
import type { Training } from "../../lib/training/training.ts";

/**
 * The line for a run whose metric called an earlier generator the best.
 *
 * @param training a run whose stage 1 is done
 * @returns the line; nothing where stage 2 builds on the last generator
 */
export function earlierGenerator(
  { best, step1 }: Pick<Training, "best" | "step1">,
): string | undefined {
  if (!best || best.step >= step1) return undefined;
  return `Stage 2 builds on the generator of step ${best.step}: by its samples the last one, of step ` +
    `${step1}, is worse`;
}
