/** A data set small enough to know by heart: flat grey squares, bright in one domain, dark in the other. */
import type { DataSet, ImageSet } from "../../lib/data/image_set.ts";

/** Byte of every pixel of image `index`: below 128 - 20 in domain 0, above 128 + 20 in domain 1. */
export const levelOf = (c: number, index: number): number =>
  c === 0 ? index % 100 : 255 - index % 100;

/** A split of `count` images a domain. Image i of `bright` is the negative of image i of `dark`. */
export function brightDarkSet(size: number, count: number): ImageSet {
  return {
    size,
    domains: ["dark", "bright"],
    counts: [count, count],
    read(c, index, target, offset = 0) {
      target.fill(levelOf(c, index), offset, offset + size * size * 3);
    },
    close() {},
    [Symbol.dispose]() {},
  };
}

/** A data set of two such splits. */
export function brightDark(size: number, count: number, paired = true): DataSet {
  const heldOut = brightDarkSet(size, count);
  return {
    spec: "bright-dark",
    train: brightDarkSet(size, 4 * count),
    heldOut,
    paired,
    skipped: [],
    [Symbol.dispose]() {},
  };
}
