/**
 * Figures for notebooks on the Deno kernel: objects that show themselves in Jupyter and do nothing
 * in a script.
 *
 * @example
 * ```ts
 * import { Plot, showPlot } from "@im2im/im2im/notebook";
 *
 * showPlot({
 *   title: "A parabola",
 *   x: { label: "x" },
 *   y: { label: "x squared" },
 *   marks: [Plot.line([[-1, 1], [0, 0], [1, 1]], { curve: "natural" })],
 * });
 * ```
 *
 * @module
 */
export * as Plot from "@observablehq/plot";

export * from "./displayable.ts";
export * from "./every.ts";
export type { FigureText } from "./figure.ts";
export type { GridLayout, GridRows } from "./grid_body.ts";
export type { Kernel } from "./kernel.ts";
export * from "./live.ts";
export * from "./show_grid.ts";
export * from "./show_image.ts";
export * from "./show_losses.ts";
export * from "./show_plot.ts";
export * from "./show_slider.ts";
export * from "./show_table.ts";
export * from "./stop_signal.ts";
