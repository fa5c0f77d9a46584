/**
 * Images in rows, to be looked at together.
 *
 * @module
 */
import type { Displayable } from "./displayable.ts";
import { figure, type FigureText } from "./figure.ts";
import { gridBody, type GridLayout, type GridRows } from "./grid_body.ts";

/** What {@linkcode gridFigure} can be told. */
export interface GridFigureOptions extends FigureText, GridLayout {}

/**
 * A grid of images for a notebook, as one PNG.
 *
 * @param rows the images of each row by the row's label, from the top
 * @param options side of the images; scale, column labels, title, caption
 * @returns the figure, for `show` and `live`, which throw TypeError if a row is not a whole number of
 *   images
 * @example
 * ```ts
 * import { gridFigure } from "@im2im/im2im/notebook";
 *
 * const gray = new Float32Array(2 * 32 * 32 * 3);
 * gridFigure({ "two gray images": gray }, { size: 32, title: "Nothing learned yet" });
 * ```
 */
export function gridFigure(rows: GridRows, options: GridFigureOptions): Displayable {
  return figure(() => gridBody(rows, options), options);
}
