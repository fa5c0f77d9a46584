/**
 * Diversity: whether the images of one domain differ from each other as much as the data do.
 *
 * @module
 */
import { distanceToOthers } from "./image_distance.ts";

/**
 * Mean pairwise distance among some images / that among real ones of the same domain: 1 is the
 * variety of the data, and 0 is always the same image. Noise raises it, so it says little alone.
 *
 * @param images N * width numbers: pixels or features
 * @param reals M * width numbers of the same kind
 * @param width numbers in a row
 * @param realDistance if it was measured before: {@linkcode distanceToOthers} of the reals
 * @throws TypeError if either holds fewer than two rows
 */
export function diversity(
  images: Float32Array,
  reals: Float32Array,
  width: number,
  realDistance: number = distanceToOthers(reals, reals, width),
): number {
  return distanceToOthers(images, images, width) / realDistance;
}
