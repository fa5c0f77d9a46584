/**
 * Options that tables of every kind have.
 *
 * @module
 */
import { UsageError } from "../shared/usage_error.ts";

/** Reads `--seeds`; 1, 2 and 3 if left out. */
export function readSeeds(text = "1,2,3"): number[] {
  const seeds = text.split(",").map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0) || /(^|,)\s*(,|$)/.test(text)) {
    throw new UsageError(`--seeds must be whole numbers with commas between, got "${text}"`);
  }
  return seeds;
}

/** Reads `--minutes`; no limit if left out. */
export function readMinutes(text = "Infinity"): number {
  const minutes = Number(text);
  if (!(minutes > 0)) throw new UsageError(`--minutes must be a number above 0, got "${text}"`);
  return minutes;
}
