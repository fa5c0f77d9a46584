/**
 * A smaller copy of a picture.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";
import { shrink } from "./shrink.ts";

/**
 * Shrinks a picture by a whole factor: each pixel is the mean of a square of pixels, so nothing
 * aliases.
 *
 * @param image the picture; returned as it is if the factor is 1
 * @param factor 1 or more
 */
export function shrinkPicture(image: RgbImage, factor: number): RgbImage {
  if (factor === 1) return image;
  const { width, height, rgb } = image, row = width * 3;
  const readRows = (top: number, count: number) => rgb.subarray(top * row, (top + count) * row);
  return {
    width: Math.ceil(width / factor),
    height: Math.ceil(height / factor),
    rgb: shrink({ width, height, channels: 3, readRows }, factor),
  };
}
