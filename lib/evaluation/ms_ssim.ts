/**
 * Multi-scale structural similarity, and the variety of a set of images by it.
 *
 * @module
 */
import { similarity, WINDOW } from "./ssim.ts";

/** Weights of the scales from the finest. Source: Wang, Simoncelli, Bovik 2003. */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** How many scales fit: each halves the image, and the window must fit in. 2 at 32x32, 3 at 64. */
export function scaleCount(size: number): number {
  let scales = 0;
  for (let side = size; side >= WINDOW && scales < WEIGHTS.length; side = (side + 1) >> 1) scales++;
  return scales;
}

/** The weights of so many scales: all five as published, fewer scaled to a sum of 1. */
function weightsOf(scales: number): number[] {
  const weights = WEIGHTS.slice(0, scales);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scales === WEIGHTS.length ? weights : weights.map((weight) => weight / total);
}

/**
 * The mean over the channels of a product over the scales. The factor of a scale is
 * contrast-structure^weight, at the last scale with luminance too; a negative one counts as 0.
 * Equal images have 1.
 *
 * The same as tf.image.ssim_multiscale of these numbers with max_val = 2 and the weights as its
 * power_factors.
 *
 * Differs: five scales need images of 161x161; smaller ones have as many as fit, and the weights of
 * those are scaled to a sum of 1.
 *
 * Source: Wang, Simoncelli, Bovik, "Multiscale structural similarity", 2003, equation 7.
 *
 * @param a size * size * 3 numbers in [-1, 1]
 * @param b the other image
 * @param size side of the images, pixels, 11 or more
 * @throws RangeError if the images are smaller than the window
 */
export function msSsim(a: Float32Array, b: Float32Array, size: number): number {
  const weights = weightsOf(Math.max(1, scaleCount(size))), products = [1, 1, 1];
  weights.forEach((weight, scale) => {
    similarity(a, b, size).forEach(({ ssim, contrast }, channel) => {
      const factor = scale === weights.length - 1 ? ssim : contrast;
      products[channel] *= Math.max(0, factor) ** weight;
    });
    if (scale === weights.length - 1) return;
    [a, b] = [halve(a, size), halve(b, size)];
    size = (size + 1) >> 1;
  });
  return products.reduce((sum, product) => sum + product, 0) / products.length;
}

/** Pairs that a mean is taken over, at most. */
const PAIRS = 128;

/**
 * Mean MS-SSIM of pairs of images: high where they are alike. AC-GAN (arXiv 1610.09585) compares it
 * with that of the data within a class. A collapsed generator has a higher one.
 *
 * The pairs are image i and image i + N/2, at most 128.
 *
 * @param images N * size * size * 3 numbers in [-1, 1], in random order
 * @param size side of the images, pixels
 * @returns null for fewer than two images
 */
export function meanMsSsim(images: Float32Array, size: number): number | null {
  const width = size * size * 3, half = Math.floor(images.length / width / 2);
  const pairs = Math.min(PAIRS, half);
  if (!pairs) return null;
  const image = (i: number) => images.subarray(i * width, (i + 1) * width);
  let sum = 0;
  for (let i = 0; i < pairs; i++) sum += msSsim(image(i), image(half + i), size);
  return sum / pairs;
}

/** The mean of each square of 2x2 pixels; an odd side counts its last pixels twice. */
function halve(image: Float32Array, size: number): Float32Array {
  const side = (size + 1) >> 1, row = size * 3;
  const half = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    const below = 2 * y + 1 < size ? row : 0;
    for (let x = 0; x < side; x++) {
      const right = 2 * x + 1 < size ? 3 : 0;
      for (let k = 0; k < 3; k++) {
        const i = 2 * y * row + 6 * x + k;
        half[(y * side + x) * 3 + k] =
          (image[i] + image[i + right] + image[i + below] + image[i + below + right]) / 4;
      }
    }
  }
  return half;
}
