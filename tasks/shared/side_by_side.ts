/**
 * Pictures in a row.
 *
 * @module
 */
import type { RgbImage } from "../../lib/images/crop.ts";

/**
 * Puts pictures of one height side by side.
 *
 * @param pictures from the left
 * @throws TypeError if the heights differ
 */
export function sideBySide(pictures: readonly RgbImage[]): RgbImage {
  const height = pictures[0].height, width = pictures.reduce((sum, p) => sum + p.width, 0);
  const rgb = new Uint8Array(width * height * 3);
  let left = 0;
  for (const picture of pictures) {
    if (picture.height !== height) {
      throw new TypeError(`Pictures of heights ${height} and ${picture.height} do not fit`);
    }
    const row = picture.width * 3;
    for (let y = 0; y < height; y++) {
      rgb.set(picture.rgb.subarray(y * row, (y + 1) * row), (y * width + left) * 3);
    }
    left += picture.width;
  }
  return { width, height, rgb };
}
