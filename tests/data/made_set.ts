import type { ImageSet } from "../../lib/data/image_set.ts";

/** An image set in memory: image i of domain c is filled by `pixel(c, i, k)`, k its byte. */
export function madeSet(
  size: number,
  counts: number[],
  pixel: (c: number, index: number, k: number) => number,
): ImageSet {
  return {
    size,
    domains: counts.map((_, c) => `domain${c}`),
    counts,
    read(c, index, target, offset = 0) {
      for (let k = 0; k < size * size * 3; k++) target[offset + k] = pixel(c, index, k);
    },
    close() {},
    [Symbol.dispose]() {},
  };
}
