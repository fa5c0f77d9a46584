/**
 * Images of noise for tests of the training loops, made without files.
 *
 * @module
 */
import type { ImageSet } from "../../lib/data/image_set.ts";
import { Random } from "../../lib/random.ts";

/** A few random images in each of some domains. */
export function noiseImages(domains: readonly string[], count: number, size = 32): ImageSet {
  const random = new Random(5), bytes = size * size * 3;
  const images = domains.map(() =>
    Array.from(
      { length: count },
      () => Uint8Array.from({ length: bytes }, () => random.integer(256)),
    )
  );
  return {
    size,
    domains,
    counts: domains.map(() => count),
    read: (c, index, target, offset = 0) => target.set(images[c][index], offset),
    close: () => {},
    [Symbol.dispose]() {},
  };
}
