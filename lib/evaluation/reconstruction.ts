/**
 * Reconstruction: how near G(E(x), c_source) comes to x.
 *
 * @module
 */
import { joinRows } from "./join_rows.ts";
import { ssim } from "./ssim.ts";

/** Pixel errors, on the scale of images in [-1, 1]. */
export interface Reconstruction {
  /** Mean squared error, 0 (ideal) to 4. */
  readonly mse: number;
  /** Mean absolute error, 0 (ideal) to 2. */
  readonly mae: number;
  /** 10 log10(4 / mse), decibels; at most 100. */
  readonly psnr: number;
  /** Mean structural similarity, 1 is ideal. */
  readonly ssim: number;
}

/** Where {@linkcode Reconstruction.psnr} ends, so that equal images have a finite one. */
const MAX_PSNR = 100;

/**
 * Compares N images with their reconstructions.
 *
 * @param images N * size * size * 3 numbers in [-1, 1]
 * @param reconstructions as many
 * @param size side of the images, pixels, 11 or more
 * @throws TypeError if the two differ in length, or hold no whole image
 */
export function reconstructionError(
  images: Float32Array,
  reconstructions: Float32Array,
  size: number,
): Reconstruction {
  const width = size * size * 3, count = images.length / width;
  if (images.length !== reconstructions.length || !Number.isInteger(count) || count === 0) {
    throw new TypeError(
      `Needs two sets of ${size}x${size} images, got ${images.length} and ` +
        `${reconstructions.length} numbers`,
    );
  }
  let squared = 0, absolute = 0, similarity = 0;
  for (let i = 0; i < images.length; i++) {
    const error = reconstructions[i] - images[i];
    squared += error * error;
    absolute += Math.abs(error);
  }
  for (let start = 0; start < images.length; start += width) {
    const end = start + width;
    similarity += ssim(images.subarray(start, end), reconstructions.subarray(start, end), size);
  }
  const mse = squared / images.length;
  return {
    mse,
    mae: absolute / images.length,
    psnr: Math.min(MAX_PSNR, 10 * Math.log10(4 / mse)),
    ssim: similarity / count,
  };
}

/**
 * All domains' images and their reconstructions, compared as one set.
 *
 * @param domains the images of each, N * size * size * 3
 * @param reconstructions as many of each
 * @param size side of the images, in pixels
 */
export function measureReconstruction(
  domains: readonly { readonly images: Float32Array }[],
  reconstructions: readonly Float32Array[],
  size: number,
): Reconstruction {
  return reconstructionError(
    joinRows(domains.map(({ images }) => images)),
    joinRows(reconstructions),
    size,
  );
}
