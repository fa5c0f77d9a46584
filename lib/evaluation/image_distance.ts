/**
 * The pixel distance that the paired scores are made of.
 *
 * @module
 */

/**
 * Mean absolute difference of two rows of numbers.
 *
 * @param a rows, one after the other
 * @param i which of them
 * @param b other rows
 * @param j which of them
 * @param width length of a row
 * @returns 0 for equal rows; at most 2 for images in [-1, 1]
 */
export function rowDistance(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  width: number,
): number {
  // In strides: V8 compiles a long loop before it has seen what comes after, and a division there
  // makes it throw the code away, call after call.
  let mean = 0;
  for (let start = 0, p = i * width, q = j * width; start < width; start += STRIDE) {
    const end = Math.min(width, start + STRIDE);
    let sum = 0;
    for (let k = start; k < end; k++) sum += Math.abs(a[p + k] - b[q + k]);
    mean += sum / width;
  }
  return mean;
}

/** Numbers that are added up at a time. */
const STRIDE = 256;

/**
 * Mean distance of row i of a to the rows i + 1, i + 2, ... of b, going round at the end.
 *
 * @param a N rows
 * @param b N rows
 * @param width length of a row
 * @param others how many rows of b each row of a is compared with; at most N - 1 are
 * @returns the mean
 * @throws TypeError if the two differ in length, or hold fewer than two rows
 */
export function distanceToOthers(
  a: Float32Array,
  b: Float32Array,
  width: number,
  others: number = 16,
): number {
  const count = a.length / width, steps = Math.min(others, count - 1);
  if (a.length !== b.length || !Number.isInteger(count) || count < 2) {
    throw new TypeError(`Needs two sets of two or more rows, got ${count}, ${b.length / width}`);
  }
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let k = 1; k <= steps; k++) sum += rowDistance(a, i, b, (i + k) % count, width);
  }
  return sum / count / steps;
}
