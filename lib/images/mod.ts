/**
 * Pictures: decoded from any common format, upright and in sRGB; cropped; joined to grids; encoded.
 *
 * @example
 * ```ts
 * import { cropToSquare, decodeImage, encodePng } from "@im2im/im2im/images";
 * import { assertEquals } from "@std/assert";
 *
 * const rgb = new Uint8Array(6 * 4 * 3).fill(200);
 * const picture = await decodeImage(encodePng({ width: 6, height: 4, rgb }));
 * assertEquals([picture.width, picture.height, picture.rgb[0]], [6, 4, 200]);
 * assertEquals(cropToSquare(picture, 32).length, 32 * 32 * 3);
 * ```
 *
 * @module
 */
export { cropToSquare, type PixelSquare, type RgbImage } from "./crop.ts";
export { decodeImage } from "./decode_image.ts";
export { encodePng } from "./encode_png.ts";
export { type GridOptions, type GridRow, imageGrid } from "./grid.ts";
export { bytesOfUnits, unitsOfBytes } from "./unit_range.ts";
