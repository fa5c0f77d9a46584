/**
 * Rows of images with their labels, as the middle of a figure.
 *
 * @module
 */
import { encodePng } from "../images/encode_png.ts";
import { imageGrid } from "../images/grid.ts";
import { type FigureBody, inks, svgText, textWidth } from "./figure.ts";

/** Rows by their label, from the top: each n * size * size * 3 numbers in [-1, 1]. */
export type GridRows = Readonly<Record<string, Float32Array>>;

/** How a grid is laid out. */
export interface GridLayout {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Pixels of the figure for each pixel of an image, along a side; so that a cell has 64 or more. */
  readonly scale?: number;
  /** A label over each column. */
  readonly columns?: readonly string[];
}

const LABEL_SIZE = 12;
const GAP = 2;

/**
 * Lays out a grid.
 *
 * @param rows may differ in length; an empty label takes no room
 * @param layout size, scale and column labels
 * @throws TypeError if a row is not a whole number of images
 */
export function gridBody(rows: GridRows, layout: GridLayout): FigureBody {
  const { size, columns = [], scale = Math.max(1, Math.ceil(64 / size)) } = layout;
  const labels = Object.keys(rows);
  const picture = imageGrid(labels.map((row) => ({ images: rows[row] })), size, {
    scale,
    gap: GAP,
  });
  const widest = Math.max(...labels.map((label) => textWidth(label, LABEL_SIZE)));
  const left = widest && widest + 8, top = columns.length ? LABEL_SIZE + 6 : 0;
  const pitch = size * scale + GAP;
  const middle = (i: number) => GAP + i * pitch + size * scale / 2;
  const svg = [
    `<image x="${left}" y="${top}" width="${picture.width}" height="${picture.height}" ` +
    `href="data:image/png;base64,${encodePng(picture).toBase64()}"/>`,
    ...labels.map((label, i) =>
      svgText(label, left - 8, top + middle(i) + 4, LABEL_SIZE, { anchor: "end" })
    ),
    ...columns.map((label, i) =>
      svgText(label, left + middle(i), LABEL_SIZE, LABEL_SIZE, {
        anchor: "middle",
        fill: inks.muted,
      })
    ),
  ];
  return { svg: svg.join(""), width: left + picture.width, height: top + picture.height };
}
