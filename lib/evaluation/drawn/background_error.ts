/**
 * The background: what lies outside the face must stay as it is.
 *
 * @module
 */

/** How translations treat the background, images in [-1, 1]. */
export interface BackgroundError {
  /** Mean absolute error of the background's pixels; 0 is ideal. */
  readonly error: number;
  /** Standard deviation of the background's pixels of an image about their mean colour; ideal 0. */
  readonly noise: number;
  /** Share of the pixels that are background in both source and true counterpart. */
  readonly share: number;
}

/** Numbers that are the same byte differ by less than this. */
const SAME = 0.5 / 127.5;

/**
 * Looks at the pixels that show the background both in the source and in the true counterpart. They
 * have one right value, whatever hair and head are like.
 *
 * @param translations N * width numbers
 * @param sources as many
 * @param truths as many
 * @param colors the background of each image, r, g, b in [-1, 1]
 * @param width numbers in an image
 * @returns null if no pixel is background
 */
export function backgroundError(
  translations: Float32Array,
  sources: Float32Array,
  truths: Float32Array,
  colors: readonly (readonly number[])[],
  width: number,
): BackgroundError | null {
  let count = 0, absolute = 0, variance = 0;
  colors.forEach((color, n) => {
    const from = n * width, sums = [0, 0, 0], squares = [0, 0, 0];
    let pixels = 0;
    for (let i = from; i < from + width; i += 3) {
      if (!shows(sources, i, color) || !shows(truths, i, color)) continue;
      pixels++;
      for (let k = 0; k < 3; k++) {
        const value = translations[i + k];
        absolute += Math.abs(value - color[k]);
        sums[k] += value;
        squares[k] += value * value;
      }
    }
    count += pixels;
    if (pixels) {
      for (let k = 0; k < 3; k++) variance += Math.max(0, squares[k] - sums[k] ** 2 / pixels);
    }
  });
  if (!count) return null;
  return {
    error: absolute / (3 * count),
    noise: Math.sqrt(variance / (3 * count)),
    share: 3 * count / translations.length,
  };
}

function shows(images: Float32Array, i: number, color: readonly number[]): boolean {
  return color.every((value, k) => Math.abs(images[i + k] - value) < SAME);
}
