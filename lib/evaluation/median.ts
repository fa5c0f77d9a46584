/**
 * The median.
 *
 * @module
 */

/**
 * The middle one of some numbers, or the mean of the two in the middle.
 *
 * @param values in any order
 * @returns null for none
 */
export function median(values: readonly number[]): number | null {
  if (!values.length) return null;
  const sorted = [...values].sort((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
