/**
 * Part of a set of images.
 *
 * @module
 */
import type { ImageSet } from "./image_set.ts";

/**
 * Some images of a set, numbered anew from 0 in each domain.
 *
 * @param images the whole set; closing the part leaves it open
 * @param chosen numbers of the images of each domain, in the order of the part
 * @param called what errors call such an image
 */
export function someImages(
  images: ImageSet,
  chosen: readonly (readonly number[])[],
  called: string = "image",
): ImageSet {
  return {
    size: images.size,
    domains: images.domains,
    counts: chosen.map(({ length }) => length),
    read(c, index, target, offset) {
      const from = chosen[c]?.[index];
      if (from === undefined) throw new RangeError(`There is no ${called} ${index} of domain ${c}`);
      images.read(c, from, target, offset);
    },
    close: () => {},
    [Symbol.dispose]: () => {},
  };
}
