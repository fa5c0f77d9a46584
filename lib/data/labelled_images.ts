/**
 * The part of a data set whose domains training is told, where it is not told all.
 *
 * @module
 */
import type { Config } from "../config.ts";
import { Random } from "../random.ts";
import type { ImageSet } from "./image_set.ts";
import { someImages } from "./some_images.ts";

/**
 * A share of the images, equally many of each domain and at least one: the share of the smallest domain's
 * images, rounded. Which ones is decided by the seed alone, so a run that goes on has the same ones.
 *
 * @param images the whole set; closing the part leaves it open
 * @param config its labelledShare and seed
 * @returns the part, or the whole set where the share is 1
 */
export function labelledImages(
  images: ImageSet,
  { labelledShare, seed }: Pick<Config, "labelledShare" | "seed">,
): ImageSet {
  if (labelledShare === 1) return images;
  const count = Math.max(1, Math.round(labelledShare * Math.min(...images.counts)));
  const random = new Random(seed).fork("labelled");
  const chosen = images.counts.map((total) => someOf(total, Math.min(count, total), random));
  return someImages(images, chosen, "labelled image");
}

/** So many of the numbers from 0 to n - 1, each at most once, in random order. */
function someOf(n: number, count: number, random: Random): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const k = i + random.integer(n - i);
    [all[i], all[k]] = [all[k], all[i]];
  }
  return all.slice(0, count);
}
