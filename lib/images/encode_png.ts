/**
 * Pictures as PNG files.
 *
 * @module
 */
import png from "imagescript/png/node.js";
import type { RgbImage } from "./crop.ts";

/**
 * Encodes a picture as an 8-bit RGB PNG. The same picture always gives the same bytes.
 *
 * @param image the picture
 * @returns the bytes of the file
 * @throws TypeError if the number of bytes is not width * height * 3
 */
export function encodePng({ width, height, rgb }: RgbImage): Uint8Array<ArrayBuffer> {
  if (rgb.length !== width * height * 3) {
    throw new TypeError(`A ${width} x ${height} picture has ${width * height * 3} bytes of RGB`);
  }
  return png.encode(rgb, { width, height, channels: 3, level: 6 });
}
