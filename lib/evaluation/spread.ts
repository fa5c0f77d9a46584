/**
 * Numbers of several seeds as one.
 *
 * @module
 */

/** Mean and spread. */
export interface Spread {
  /** Their mean. */
  readonly mean: number;
  /** Standard deviation over the seeds (n - 1); null for one. */
  readonly deviation: number | null;
}

/**
 * Mean and standard deviation; null where any of the values is missing, or there is none.
 *
 * @param values one of each seed
 */
export function spreadOf(values: readonly (number | null | undefined)[]): Spread | null {
  if (!values.length || !values.every((v) => typeof v === "number" && !Number.isNaN(v))) {
    return null;
  }
  const numbers = values as number[], count = numbers.length;
  const mean = numbers.reduce((sum, v) => sum + v, 0) / count;
  if (count === 1) return { mean, deviation: null };
  const squares = numbers.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (count - 1)) };
}

/** `0.35 ± 0.02`, or a dash. */
export function spreadText(spread: Spread | null, digits: number): string {
  if (!spread) return "-";
  const { mean, deviation } = spread;
  return mean.toFixed(digits) + (deviation === null ? "" : ` ± ${deviation.toFixed(digits)}`);
}
