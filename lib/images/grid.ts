/**
 * Many images as one picture: a grid with a caption over each row.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";
import { drawText, TEXT_HEIGHT } from "./pixel_font.ts";
import { byteOfUnit } from "./unit_range.ts";

/** One row of a grid. */
export interface GridRow {
  /** [n, size, size, 3] in [-1, 1], n images from left to right. */
  readonly images: Float32Array;
  /** Words over the row; none if left out. */
  readonly caption?: string;
}

/** How a grid looks. */
export interface GridOptions {
  /** Side of each image in pixels of the screen per pixel; 1 if left out. */
  readonly scale?: number;
  /** Width of the white lines between images, in pixels; 2 if left out. */
  readonly gap?: number;
}

/**
 * Puts images side by side, row under row, on white.
 *
 * @param rows from the top; they may differ in length
 * @param size side of the images, in pixels
 * @param options enlargement (nearest neighbour: every pixel stays a sharp square) and gaps
 * @throws TypeError if a row is not a whole number of images, RangeError if scale or gap are no
 *   integers of at least 1 and 0
 */
export function imageGrid(
  rows: readonly GridRow[],
  size: number,
  { scale = 1, gap = 2 }: GridOptions = {},
): RgbImage {
  if (!Number.isInteger(scale) || scale < 1 || !Number.isInteger(gap) || gap < 0) {
    throw new RangeError(
      `Scale and gap must be integers of at least 1 and 0, got ${scale}, ${gap}`,
    );
  }
  const pixels = size * size * 3, cell = size * scale;
  const lengths = rows.map(({ images }) => images.length / pixels);
  if (!lengths.every(Number.isInteger)) {
    throw new TypeError(`Each row must hold whole images of ${pixels} values`);
  }
  const textScale = Math.max(1, Math.floor(cell / 48)); // captions stay readable when shrunk
  const captionHeight = (row: GridRow) =>
    row.caption === undefined ? 0 : (TEXT_HEIGHT + 3) * textScale;
  const width = gap + Math.max(1, ...lengths) * (cell + gap);
  const height = gap + rows.reduce((sum, row) => sum + captionHeight(row) + cell + gap, 0);
  const picture = { width, height, rgb: new Uint8Array(width * height * 3).fill(255) };
  let top = gap;
  rows.forEach((row, r) => {
    if (row.caption !== undefined) drawText(picture, row.caption, gap, top + textScale, textScale);
    top += captionHeight(row);
    for (let i = 0; i < lengths[r]; i++) {
      const image = row.images.subarray(i * pixels, (i + 1) * pixels);
      drawImage(picture, image, size, scale, gap + i * (cell + gap), top);
    }
    top += cell + gap;
  });
  return picture;
}

function drawImage(
  picture: RgbImage,
  image: Float32Array,
  size: number,
  scale: number,
  left: number,
  top: number,
): void {
  const cell = size * scale;
  for (let y = 0; y < cell; y++) {
    let to = ((top + y) * picture.width + left) * 3;
    const row = Math.floor(y / scale) * size;
    for (let x = 0; x < cell; x++, to += 3) {
      const from = (row + Math.floor(x / scale)) * 3;
      for (let k = 0; k < 3; k++) picture.rgb[to + k] = byteOfUnit(image[from + k]);
    }
  }
}
