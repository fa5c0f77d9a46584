/**
 * The training images nearest to an image: a check against memorising.
 *
 * @module
 */
import { readImages } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { Model } from "../networks/model.ts";
import { domainIndex } from "../translation/domain_labels.ts";
import { BATCH, encodeImages } from "../translation/translate_images.ts";
import { distanceBelow } from "./distance_below.ts";

/** One of the nearest images. */
export interface Neighbour {
  /** Which image of its domain. */
  readonly index: number;
  /** Mean absolute difference: of pixels in [-1, 1], or of the numbers of z. */
  readonly distance: number;
}

/** What is looked for. Row i of both belongs to image i. */
export interface NearestQuery {
  /** Images, N * size * size * 3 numbers in [-1, 1]. */
  readonly images: Float32Array;
  /** Their latents, N * z numbers. */
  readonly latents: Float32Array;
}

/** For each of the N images its neighbours, the nearest first. */
export interface NearestImages {
  /** Nearest in pixels. */
  readonly byPixels: Neighbour[][];
  /** Nearest in z, by E of the training images. */
  readonly byLatent: Neighbour[][];
}

/** Settings of {@linkcode nearestImages}. */
export interface NearestOptions {
  /** Neighbours of each image; 8 by default. */
  readonly count?: number;
  /** Told how many training images of how many have been compared. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

/**
 * The training images of one domain that are nearest to given ones, in pixels and in z. A translation
 * that is far nearer to one of them than held-out images are was copied, not translated.
 *
 * The images are read once, a batch at a time, so that a large data set needs no memory.
 *
 * @param model its E makes z of the training images
 * @param query images, e.g. translations to the domain, with the latents they were made of
 * @param train training images of the model's domains and size
 * @param domain name of the domain to search
 * @param options how many neighbours
 * @returns neighbours of each image, fewer than count where the domain has fewer images
 * @throws RangeError if there is no such domain, or count is not a whole number above 0
 * @throws TypeError if images and latents are not as many
 */
export async function nearestImages(
  model: Model,
  query: NearestQuery,
  train: ImageSet,
  domain: string,
  { count = 8, onProgress }: NearestOptions = {},
): Promise<NearestImages> {
  const c = domainIndex(train.domains, domain), total = train.counts[c];
  const pixels = nearestRows(query.images, model.config.size ** 2 * 3, count);
  const latents = nearestRows(query.latents, model.config.z, count);
  if (pixels.nearest.length !== latents.nearest.length) {
    throw new TypeError(
      `Got ${pixels.nearest.length} images and ${latents.nearest.length} latents`,
    );
  }
  for (let first = 0; first < total; first += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, total - first) }, (_, i) => first + i);
    const images = readImages(train, c, indices);
    pixels.compare(images, first);
    latents.compare(await encodeImages(model, images), first);
    await onProgress?.(first + indices.length, total);
  }
  return { byPixels: pixels.nearest, byLatent: latents.nearest };
}

/** The nearest of all rows seen so far, for each row of `queries`. */
function nearestRows(queries: Float32Array, width: number, count: number) {
  const rows = queries.length / width;
  if (!Number.isInteger(rows)) {
    throw new TypeError(`${queries.length} numbers are not a whole number of rows of ${width}`);
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number above 0, got ${count}`);
  }
  const nearest = Array.from({ length: rows }, (): Neighbour[] => []);
  return {
    nearest,
    /** Takes in more rows, the first of which has index `first`. */
    compare(values: Float32Array, first: number): void {
      for (let j = 0; j < values.length / width; j++) {
        nearest.forEach((found, i) => {
          const limit = found.length === count ? found[count - 1].distance : Infinity;
          const distance = distanceBelow(queries, i, values, j, width, limit * width) / width;
          if (distance >= limit) return;
          const place = found.findIndex((other) => distance < other.distance);
          found.splice(place < 0 ? found.length : place, 0, { index: first + j, distance });
          found.length = Math.min(found.length, count);
        });
      }
    },
  };
}
