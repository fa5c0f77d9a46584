/**
 * Scores against the true counterpart, for data where it is known (`data.paired`).
 *
 * @module
 */
import { distanceBelow } from "./distance_below.ts";
import { distanceToOthers, rowDistance } from "./image_distance.ts";

/** How near some guesses come to the true counterparts. d is the mean absolute pixel error. */
export interface PairedScore {
  /** 1 - distance / randomDistance: 0 for a random face of the target domain, 1 for the truth. */
  readonly score: number;
  /** Mean d(guess, true counterpart). */
  readonly distance: number;
  /** Mean d(another face of the target domain, true counterpart). */
  readonly randomDistance: number;
}

/**
 * 1 - d(guess, true counterpart) / d(random target face, true counterpart).
 *
 * The random faces are the next 16 truths after each one; they are random because the held-out
 * identities are. With the inputs themselves as guesses this gives the copy score. A high copy
 * score warns that pixels reward doing nothing (background, skin), so read both scores and the
 * target accuracy.
 *
 * With images of two numbers, truths (0, 0) and (1, 1), and guesses 1/4 off: 1 - 0.25 / 1 = 0.75.
 *
 * @param guesses translations, N * width numbers
 * @param truths true counterparts in the same order, N * width numbers
 * @param width numbers in an image: size * size * 3
 * @param randomDistance if it was measured before: {@linkcode distanceToOthers} of the truths
 * @throws TypeError if the two differ in length, or hold fewer than two images
 */
export function pairedScore(
  guesses: Float32Array,
  truths: Float32Array,
  width: number,
  randomDistance?: number,
): PairedScore {
  if (guesses.length !== truths.length) {
    throw new TypeError(`Got ${guesses.length / width} guesses of ${truths.length / width} truths`);
  }
  randomDistance ??= distanceToOthers(truths, truths, width);
  const count = truths.length / width;
  let distance = 0;
  for (let i = 0; i < count; i++) distance += rowDistance(guesses, i, truths, i, width) / count;
  return { score: 1 - distance / randomDistance, distance, randomDistance };
}

/**
 * The counterparts of the nearest others: for each source image, the truth of the *other* source
 * image that is nearest in pixels. This is retrieval and no translation, and it uses pairs, which
 * an unsupervised method never sees. Where data repeat themselves it is hard to beat.
 *
 * @param sources N * width numbers
 * @param truths their true counterparts
 * @param width numbers in an image
 * @returns N * width numbers
 * @throws TypeError if the two differ in length, or hold fewer than two images
 */
export function nearestCounterparts(
  sources: Float32Array,
  truths: Float32Array,
  width: number,
): Float32Array {
  const count = sources.length / width;
  if (sources.length !== truths.length || count < 2) {
    throw new TypeError(`Needs two or more pairs, got ${count} and ${truths.length / width}`);
  }
  const guesses = new Float32Array(truths.length), sums = strideSums(sources, width);
  for (let i = 0; i < count; i++) {
    let nearest = -1, least = Infinity;
    for (let j = 0; j < count; j++) {
      // No image is nearer than the sums of its strides are, so most need no second look.
      if (j === i || sumDistance(sums, i, j) >= least) continue;
      const distance = distanceBelow(sources, i, sources, j, width, least);
      if (distance < least) [nearest, least] = [j, distance];
    }
    guesses.set(truths.subarray(nearest * width, (nearest + 1) * width), i * width);
  }
  return guesses;
}

/** How many numbers are added up before a sum is looked at. */
const STRIDE = 256;

/** Of each row, the sum of each stride. */
function strideSums(rows: Float32Array, width: number): Float64Array[] {
  return Array.from({ length: rows.length / width }, (_, i) => {
    const sums = new Float64Array(Math.ceil(width / STRIDE));
    for (let k = 0; k < width; k++) sums[Math.floor(k / STRIDE)] += rows[i * width + k];
    return sums;
  });
}

function sumDistance(sums: readonly Float64Array[], i: number, j: number): number {
  let distance = 0;
  for (let k = 0; k < sums[i].length; k++) distance += Math.abs(sums[i][k] - sums[j][k]);
  return distance;
}
