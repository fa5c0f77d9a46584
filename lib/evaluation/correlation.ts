/**
 * Pearson's correlation.
 *
 * @module
 */

/**
 * How closely one series follows another along a straight line: 1 is exactly, 0 not at all, -1
 * reversed.
 *
 * @param a numbers
 * @param b as many
 * @returns null where one of the series never changes, or has fewer than two numbers
 * @throws TypeError if the lengths differ
 */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) {
    throw new TypeError(`Series must have the same length, got ${a.length} and ${b.length}`);
  }
  // The mean of equal numbers may differ from them by rounding, which is no change.
  if (a.every((v) => v === a[0]) || b.every((v) => v === b[0])) return null;
  const mean = (v: readonly number[]) => v.reduce((sum, x) => sum + x, 0) / v.length;
  const meanA = mean(a), meanB = mean(b);
  let ab = 0, aa = 0, bb = 0;
  a.forEach((value, i) => {
    const da = value - meanA, db = b[i] - meanB;
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}
