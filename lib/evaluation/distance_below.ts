/**
 * The distance of two rows, if it is short.
 *
 * @module
 */

/** Numbers that are summed between two looks at the sum. */
const BLOCK = 256;

/**
 * The sum of absolute differences of two rows, or Infinity as soon as it is sure to reach the
 * limit. Most rows are far from the nearest, and a few per cent of their numbers show it.
 *
 * @param a rows of `width` numbers
 * @param i which row of a
 * @param b rows of `width` numbers
 * @param j which row of b
 * @param width numbers in a row
 * @param limit the sum that is too large
 */
export function distanceBelow(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  width: number,
  limit: number,
): number {
  let sum = 0;
  for (let k = 0, p = i * width, q = j * width; k < width; k += BLOCK) {
    for (const end = p + Math.min(BLOCK, width - k); p < end; p++, q++) {
      sum += Math.abs(a[p] - b[q]);
    }
    if (sum >= limit) return Infinity;
  }
  return sum;
}
