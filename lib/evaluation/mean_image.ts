/**
 * The mean image of a domain.
 *
 * @module
 */
import { readImages } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";

/** Images that are read at a time. */
const BATCH = 64;

/**
 * The mean of the first images of a domain, pixel by pixel. It shows which pixel distance a blur
 * reaches without looking at an input.
 *
 * @param images what to read from
 * @param c the domain
 * @param limit at most so many images
 * @returns size * size * 3 numbers in [-1, 1]
 * @throws RangeError if the domain has no image
 */
export function meanImage(images: ImageSet, c: number, limit: number): Float32Array {
  const count = Math.min(limit, images.counts[c]), width = images.size ** 2 * 3;
  if (!(count > 0)) throw new RangeError(`Domain ${images.domains[c]} has no image to average`);
  const mean = new Float64Array(width);
  for (let first = 0; first < count; first += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => first + i);
    const values = readImages(images, c, indices);
    for (let start = 0; start < values.length; start += width) {
      for (let k = 0; k < width; k++) mean[k] += values[start + k] / count;
    }
  }
  return Float32Array.from(mean);
}
