/**
 * Images in rows, to be looked at together.
 *
 * @module
 */
import type { Displayable } from "./displayable.ts";
import { figure, type FigureText } from "./figure.ts";
import { gridBody, type GridLayout, type GridRows } from "./grid_body.ts";

/** What {@linkcode showGrid} can be told. */
export interface ShowGridOptions extends FigureText, GridLayout {}

/**
 * A grid of images that shows itself in a notebook, as one PNG.
 *
 * @param rows the images of each row by the row's label, from the top
 * @param options side of the images; scale, column labels, title, caption
 * @returns show it as a cell's last expression or through `live`; a row that is not a whole number
 *   of images is shown as an error
 * @example
 * ```ts
 * import { showGrid } from "@im2im/im2im/notebook";
 *
 * const gray = new Float32Array(2 * 32 * 32 * 3);
 * showGrid({ "two gray images": gray }, { size: 32, title: "Nothing learned yet" });
 * ```
 */
export function showGrid(rows: GridRows, options: ShowGridOptions): Displayable {
  return figure(() => gridBody(rows, options), options);
}
