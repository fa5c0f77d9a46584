/**
 * Gives one picture the light of another, by the mean and spread of each colour.
 *
 * @module
 */

/** Mean and standard deviation of red, green and blue. */
export interface ColorStatistics {
  /** Of red, green and blue, 0-255. */
  readonly mean: readonly number[];
  /** Of red, green and blue, 0-255. */
  readonly spread: readonly number[];
}

/** Contrast changes by no more than this factor, up or down. More would amplify noise. */
const LARGEST_GAIN = 1.5;

/**
 * Mean and spread of the colours of a picture, each pixel counted as much as the mask says.
 *
 * @param rgb 3 numbers a pixel, 0-255
 * @param mask 1 number a pixel; if all are 0, the whole picture counts
 */
export function colorStatistics(rgb: ArrayLike<number>, mask: Float32Array): ColorStatistics {
  const sum = [0, 0, 0], squares = [0, 0, 0];
  const masked = mask.reduce((a, b) => a + b, 0), total = masked || mask.length;
  for (let i = 0; i < mask.length; i++) {
    const weight = masked ? mask[i] : 1;
    for (let k = 0; k < 3; k++) {
      const value = rgb[3 * i + k];
      sum[k] += weight * value;
      squares[k] += weight * value * value;
    }
  }
  const mean = sum.map((s) => s / total);
  const spread = squares.map((s, k) => Math.sqrt(Math.max(0, s / total - mean[k] ** 2)));
  return { mean, spread };
}

/**
 * Gives a picture the colours of another.
 *
 * @param rgb 3 numbers a pixel
 * @param own its statistics
 * @param wanted those it is to have
 * @returns as many numbers; they may leave 0-255
 */
export function matchColors(
  rgb: Float32Array,
  own: ColorStatistics,
  wanted: ColorStatistics,
): Float32Array {
  const gain = own.spread.map((spread, k) => {
    const ratio = wanted.spread[k] / Math.max(spread, 1);
    return Math.min(LARGEST_GAIN, Math.max(1 / LARGEST_GAIN, ratio));
  });
  return rgb.map((value, i) => {
    const k = i % 3;
    return (value - own.mean[k]) * gain[k] + wanted.mean[k];
  });
}

/**
 * Statistics on the way from older to newer ones, so that the light does not flicker.
 *
 * @param older of the frames before
 * @param newer of this frame
 * @param share of the newer ones, 0-1
 */
export function blendStatistics(
  older: ColorStatistics,
  newer: ColorStatistics,
  share: number,
): ColorStatistics {
  const blend = (a: readonly number[], b: readonly number[]) =>
    a.map((value, k) => value + share * (b[k] - value));
  return { mean: blend(older.mean, newer.mean), spread: blend(older.spread, newer.spread) };
}
