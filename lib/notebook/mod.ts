/**
 * Figures for notebooks on the Deno kernel. They are objects that show themselves in Jupyter and do
 * nothing in a script.
 *
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { plotFigure, show } from "@im2im/im2im/notebook";
 *
 * const parabola = plotFigure({
 *   title: "A parabola",
 *   x: { label: "x" },
 *   y: { label: "x squared" },
 *   marks: [Plot.line([[-1, 1], [0, 0], [1, 1]], { curve: "natural" })],
 * });
 * await show(parabola);
 * ```
 *
 * @module
 */
export type { RgbImage } from "../images/crop.ts";
export type { BlownUp } from "../training/loss_watch.ts";
export type { TrainEvent } from "../training/train.ts";

export * from "./diagram_figure.ts";
export * from "./displayable.ts";
export * from "./every.ts";
export type { FigureText } from "./figure.ts";
export type { GridLayout, GridRows } from "./grid_body.ts";
export * from "./grid_figure.ts";
export * from "./image_figure.ts";
export type { Kernel } from "./kernel.ts";
export * from "./live.ts";
export * from "./loss_figure.ts";
export * from "./plot_figure.ts";
export * from "./show.ts";
export * from "./slider_figure.ts";
export * from "./stop_signal.ts";
export * from "./table_figure.ts";
