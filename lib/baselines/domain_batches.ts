/**
 * Batches that have each domain's images apart.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { type BatchConfig, createBatcher } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { Draw } from "../kernels/draw.ts";
import type { Random } from "../random.ts";

/**
 * Makes batches of so many images of each domain, drawn with replacement.
 *
 * @param images what to draw from
 * @param config images of each domain, and augmentation
 * @param random moves on; its state alone decides the next batch
 * @param chosen labels of the domains that are wanted, in this order; all of them if left out
 * @returns a function that draws the next batch: for each domain [batch, size, size, 3] in [-1, 1]
 * @throws RangeError if a domain is empty
 */
export function createDomainBatches(
  images: ImageSet,
  config: BatchConfig,
  random: Random,
  chosen: readonly number[] = [...images.domains.keys()],
): (draw: Draw) => tf.Tensor4D[] {
  const { batch } = config, { size } = images, width = size * size * 3, domains = chosen.length;
  const batcher = createBatcher(
    choose(images, chosen),
    { ...config, batch: batch * domains },
    random,
  );
  return (draw) => {
    let next: Float32Array[];
    const ofDomain = (c: number) => {
      if (c === 0) next = apart(batcher.next(), domains, width);
      return next[c];
    };
    return chosen.map((_, c) => draw([batch, size, size, 3], () => ofDomain(c)) as tf.Tensor4D);
  };
}

/** Some domains of a set. */
function choose(images: ImageSet, chosen: readonly number[]): ImageSet {
  return {
    ...images,
    domains: chosen.map((c) => images.domains[c]),
    counts: chosen.map((c) => images.counts[c]),
    read: (c, ...rest) => images.read(chosen[c], ...rest),
  };
}

/** The images of each domain, in the order in which they were drawn. */
function apart(
  { images, labels }: { readonly images: Float32Array; readonly labels: Int32Array },
  domains: number,
  width: number,
): Float32Array[] {
  const parts = Array.from({ length: domains }, () => new Float32Array(images.length / domains));
  const filled = parts.map(() => 0);
  labels.forEach((c, i) => {
    parts[c].set(images.subarray(i * width, (i + 1) * width), width * filled[c]++);
  });
  return parts;
}
