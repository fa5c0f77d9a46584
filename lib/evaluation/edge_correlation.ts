/**
 * Structure: whether the edges of a translation lie where those of its source lie.
 *
 * @module
 */
import { correlation } from "./correlation.ts";

/**
 * The mean over the images of the correlation of two maps of edges: the gradient's magnitude at each
 * pixel, of brightness, with differences of neighbouring pixels. 1 is the same edges, 0 is none of
 * them; sharpness and contrast do not count. Pictures that are framed alike have edges in common
 * whatever they show, so it must be held against that of other pairs.
 *
 * @param sources N * size * size * 3 numbers
 * @param images as many; image i is compared with source i
 * @param size side of the images, pixels
 * @returns null where no pair has edges in both images
 * @throws TypeError if the lengths differ, or hold no whole images
 */
export function edgeCorrelation(
  sources: Float32Array,
  images: Float32Array,
  size: number,
): number | null {
  const width = size * size * 3;
  if (sources.length !== images.length || sources.length % width) {
    throw new TypeError(
      `Needs two sets of ${size}x${size} images, got ${sources.length} and ${images.length} numbers`,
    );
  }
  let sum = 0, count = 0;
  for (let start = 0; start < sources.length; start += width) {
    const end = start + width;
    const one = correlation(
      edgeMap(sources.subarray(start, end), size),
      edgeMap(images.subarray(start, end), size),
    );
    if (one === null) continue;
    sum += one;
    count++;
  }
  return count ? sum / count : null;
}

/** (size - 1) * (size - 1) magnitudes. */
function edgeMap(image: Float32Array, size: number): number[] {
  const grey = (i: number) => image[3 * i] + image[3 * i + 1] + image[3 * i + 2];
  const edges: number[] = [];
  for (let y = 0; y < size - 1; y++) {
    for (let x = 0; x < size - 1; x++) {
      const i = y * size + x, here = grey(i);
      edges.push(Math.hypot(grey(i + 1) - here, grey(i + size) - here));
    }
  }
  return edges;
}
