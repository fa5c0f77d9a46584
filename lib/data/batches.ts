/**
 * Class-balanced, augmented training batches out of an {@linkcode ImageSet}.
 *
 * @module
 */
import type { Config } from "../config.ts";
import { unitOfByte } from "../images/unit_range.ts";
import type { Random } from "../random.ts";
import { type Augmentation, createAugmenter } from "./augment.ts";
import type { ImageSet } from "./image_set.ts";

/** Images with their domains, ready to become tensors. */
export interface Batch {
  /** [batch, size, size, 3], NHWC, in [-1, 1]. A new array each time. */
  readonly images: Float32Array;
  /** [batch], the domain c of each image. */
  readonly labels: Int32Array;
}

/** Gives one batch after the other. */
export interface Batcher {
  /** The next batch. */
  next(): Batch;
}

/** The fields of a {@linkcode Config} that decide what a batch looks like. */
export type BatchConfig = Pick<Config, "batch"> & Augmentation;

/**
 * Makes batches with batch / K images of each of the K domains, drawn with replacement. Where K
 * does not divide batch, each batch gives the remaining images to the domains in turn, starting
 * with one chosen at random.
 *
 * @param images what to draw from
 * @param config batch size and augmentation
 * @param random moves on; its state alone decides the next batch
 * @throws RangeError if a domain is empty
 */
export function createBatcher(
  images: ImageSet,
  config: BatchConfig,
  random: Random,
): Batcher {
  const domains = images.domains.length;
  const { size, counts } = images;
  const missing = counts.findIndex((count) => count === 0);
  if (missing >= 0) {
    throw new RangeError(`Domain ${images.domains[missing]} has no image to make batches of`);
  }
  const pixels = size * size * 3;
  const record = new Uint8Array(pixels);
  const augment = createAugmenter(size, config);
  return {
    next() {
      const batch = new Float32Array(config.batch * pixels);
      const labels = new Int32Array(config.batch);
      const turn = config.batch % domains && random.integer(domains);
      for (let i = 0; i < config.batch; i++) {
        const c = labels[i] = (i + turn) % domains;
        images.read(c, random.integer(counts[c]), record);
        augment(record, random, batch, i * pixels);
      }
      return { images: batch, labels };
    },
  };
}

/**
 * Reads chosen images of one domain, without augmentation.
 *
 * @param images what to read from
 * @param c the domain
 * @param indices which images
 * @returns [indices.length, size, size, 3] in [-1, 1]
 * @throws RangeError if there is no such domain or image
 */
export function readImages(
  images: ImageSet,
  c: number,
  indices: ArrayLike<number>,
): Float32Array {
  const pixels = images.size * images.size * 3;
  const record = new Uint8Array(pixels);
  const out = new Float32Array(indices.length * pixels);
  for (let i = 0; i < indices.length; i++) {
    images.read(c, indices[i], record);
    for (let k = 0; k < pixels; k++) out[i * pixels + k] = unitOfByte[record[k]];
  }
  return out;
}

/**
 * Reads the first images of one domain.
 *
 * @param images what to read from
 * @param c the domain
 * @param limit at most so many
 * @returns [n, size, size, 3] in [-1, 1]
 */
export function readFirstImages(images: ImageSet, c: number, limit = Infinity): Float32Array {
  return readImages(images, c, [...Array(Math.min(limit, images.counts[c])).keys()]);
}
