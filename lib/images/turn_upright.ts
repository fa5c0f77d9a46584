/**
 * Pictures that lie on their side, or are mirrored, made upright.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";

/**
 * Turns and mirrors a picture so that it is upright.
 *
 * @param image as its file has it
 * @param orientation 1 to 8
 */
export function turnUpright(image: RgbImage, orientation: number): RgbImage {
  if (orientation === 1) return image;
  const exchanged = orientation > 4;
  const width = exchanged ? image.height : image.width;
  const height = exchanged ? image.width : image.height;
  const fromRight = [2, 3, 7, 8].includes(orientation),
    fromBottom = [3, 4, 6, 7].includes(orientation);
  const rgb = new Uint8Array(image.rgb.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const column = exchanged ? y : x, row = exchanged ? x : y;
      const fromX = fromRight ? image.width - 1 - column : column;
      const fromY = fromBottom ? image.height - 1 - row : row;
      const from = (fromY * image.width + fromX) * 3;
      for (let k = 0; k < 3; k++) rgb[to + k] = image.rgb[from + k];
    }
  }
  return { width, height, rgb };
}
