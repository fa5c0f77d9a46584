/**
 * Random flip, zoom, rotation and crop of training images, as one affine map.
 *
 * @module
 */
import type { Config } from "../config.ts";
import { unitOfByte } from "../images/unit_range.ts";
import type { Random } from "../random.ts";

/** The fields of a {@linkcode Config} that augment real images. */
export type Augmentation = Pick<Config, "flip" | "zoom" | "rotate" | "cropFrom">;

/**
 * Turns an image into an augmented one: bytes in, floats of [-1, 1] out.
 *
 * @param source size * size * 3 bytes, RGB
 * @param random moves on, by as many numbers for every image
 * @param target size * size * 3 floats of it are overwritten
 * @param offset where in target
 */
export type AugmentImage = (
  source: Uint8Array,
  random: Random,
  target: Float32Array,
  offset: number,
) => void;

/**
 * Prepares the augmentation of a config. It mirrors half of the images. It zooms in, so that a
 * share between config.zoom and 1 of the side is seen. It rotates by up to config.rotate degrees
 * either way. It enlarges to config.cropFrom and crops at random to size. One bilinear sampling
 * does all of this, and pixels beyond the border repeat the border.
 *
 * @param size side of the images
 * @param config which of these, and how much
 */
export function createAugmenter(size: number, config: Augmentation): AugmentImage {
  const onlyFlips = config.zoom === 1 && config.rotate === 0 && config.cropFrom === size;
  const sample = onlyFlips ? undefined : createSampler(size);
  return (source, random, target, offset) => {
    const mirrored = config.flip && random.next() < 0.5;
    if (!sample) {
      copyRows(source, size, mirrored, target, offset);
      return;
    }
    const zoom = config.zoom + (1 - config.zoom) * random.next();
    const angle = (2 * random.next() - 1) * config.rotate * Math.PI / 180;
    // A source pixel is cropFrom / size target pixels wide; the crop may move by the difference.
    const pitch = size / config.cropFrom;
    const free = (size - size * pitch) / 2;
    const dx = (2 * random.next() - 1) * free, dy = (2 * random.next() - 1) * free;
    const scale = pitch * zoom;
    const cos = Math.cos(angle) * scale, sin = Math.sin(angle) * scale;
    sample(source, mirrored ? -cos : cos, -sin, mirrored ? -sin : sin, cos, dx, dy, target, offset);
  };
}

function copyRows(
  source: Uint8Array,
  size: number,
  mirrored: boolean,
  target: Float32Array,
  offset: number,
): void {
  const step = mirrored ? -3 : 3;
  for (let y = 0, to = offset; y < size; y++) {
    let from = (y * size + (mirrored ? size - 1 : 0)) * 3;
    for (let x = 0; x < size; x++, from += step, to += 3) {
      target[to] = unitOfByte[source[from]];
      target[to + 1] = unitOfByte[source[from + 1]];
      target[to + 2] = unitOfByte[source[from + 2]];
    }
  }
}

/** Samples target(x, y) = source(A (x, y) + d) about the centre, bilinearly, borders repeated. */
function createSampler(size: number) {
  const centre = (size - 1) / 2, last = size - 1;
  const clamp = (v: number) => v < 0 ? 0 : v > last ? last : v;
  return (
    source: Uint8Array,
    xx: number,
    xy: number,
    yx: number,
    yy: number,
    dx: number,
    dy: number,
    target: Float32Array,
    offset: number,
  ): void => {
    for (let y = 0, to = offset; y < size; y++) {
      const v = y - centre;
      for (let x = 0; x < size; x++, to += 3) {
        const u = x - centre;
        const sx = clamp(xx * u + xy * v + centre + dx), sy = clamp(yx * u + yy * v + centre + dy);
        const x0 = sx | 0, y0 = sy | 0; // at least 0, so this rounds down
        const wx = sx - x0, wy = sy - y0;
        const a = (y0 * size + x0) * 3;
        const b = x0 < last ? a + 3 : a;
        const below = y0 < last ? size * 3 : 0;
        for (let k = 0; k < 3; k++) {
          const top = source[a + k] + wx * (source[b + k] - source[a + k]);
          const low = source[a + below + k] +
            wx * (source[b + below + k] - source[a + below + k]);
          target[to + k] = (top + wy * (low - top)) / 127.5 - 1;
        }
      }
    }
  };
}
