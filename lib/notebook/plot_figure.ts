/**
 * Plots: Observable Plot, drawn without a browser.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Displayable } from "./displayable.ts";
import { figure, type FigureBody, type FigureText, inks, svgText, textWidth } from "./figure.ts";
import { plainTicks } from "./plain_ticks.ts";

/** Settings of one of Plot's scales: label, domain, type, ticks, grid and so on. */
export type PlotScale = Readonly<Record<string, unknown>>;

/**
 * Plot's own settings by their names in Plot, of which title and caption go around the plot. They
 * are listed here because JSR documents no types of other packages.
 */
export interface PlotFigureOptions extends FigureText {
  /** What is drawn: the results of `Plot.line`, `Plot.dot` and so on. */
  readonly marks: readonly unknown[];
  /** Width in pixels; 640 if left out. */
  readonly width?: number;
  /** Height in pixels; 320 if left out. */
  readonly height?: number;
  /** Room on all four sides, in pixels. */
  readonly margin?: number;
  /** Room above, in pixels; facets need 44. */
  readonly marginTop?: number;
  /** Room on the left, in pixels. */
  readonly marginLeft?: number;
  /** The horizontal axis. Label it, with its unit. */
  readonly x?: PlotScale;
  /** The vertical axis. Label it, with its unit. */
  readonly y?: PlotScale;
  /** Colours; `legend: true` puts the names of an ordinal scale over the plot. */
  readonly color?: PlotScale;
  /** Data that is split into several plots side by side, and by what. */
  readonly facet?: Readonly<Record<string, unknown>>;
  /** The axis that tells these plots apart. */
  readonly fx?: PlotScale;
}

/** What is used of an SVG element; Deno has no types of the browser's. */
interface Chart {
  readonly outerHTML: string;
  getAttribute(name: string): string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
  scale(name: "color"): Plot.Scale | undefined;
}

const FONT_SIZE = 12;
const LEGEND_HEIGHT = 24;
const SWATCH = 12;

/**
 * A plot for a notebook, as PNG. Label both axes, with their units;
 * `color: { legend: true }` puts the names of an ordinal colour scale over the plot.
 *
 * @param options marks, scales, size, title, caption
 * @returns the figure, for `show` and `live`
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { plotFigure } from "@im2im/im2im/notebook";
 *
 * const losses = [{ step: 1, loss: 0.7 }, { step: 2, loss: 0.5 }];
 * plotFigure({
 *   title: "Loss of E",
 *   x: { label: "step" },
 *   y: { label: "mean squared error of z", grid: true },
 *   marks: [Plot.lineY(losses, { x: "step", y: "loss" })],
 * });
 * ```
 */
export function plotFigure({ title, caption, ...options }: PlotFigureOptions): Displayable {
  return figure(() => plotBody(options), { title, caption });
}

function plotBody({ color, ...options }: PlotFigureOptions): FigureBody {
  const page = parseHTML("<!doctype html><html><body></body></html>");
  const { document } = page as unknown as { document: Plot.PlotOptions["document"] };
  const chart: Chart = Plot.plot({
    width: 640,
    height: 320,
    marginLeft: 56,
    marginBottom: 40,
    marginTop: 30,
    ...options,
    ...options.x && { x: plainTicks(options.x) },
    ...options.y && { y: plainTicks(options.y) },
    color: { ...color, legend: false },
    style: { fontSize: `${FONT_SIZE}px` },
    document,
  } as Plot.PlotOptions) as never;
  const legend = color?.legend ? legendOf(chart.scale("color")) : { svg: "", width: 0 };
  const top = legend.svg ? LEGEND_HEIGHT : 0;
  // Plot styles itself by a rule that only browsers understand, and needs none of it here.
  for (const rule of chart.querySelectorAll("style")) rule.remove();
  chart.setAttribute("y", `${top}`);
  chart.setAttribute("font-family", "DejaVu Sans");
  chart.setAttribute("font-size", `${FONT_SIZE}`);
  const size = (name: string) => Number(chart.getAttribute(name));
  return {
    svg: legend.svg + chart.outerHTML,
    width: Math.max(size("width"), legend.width),
    height: top + size("height"),
  };
}

/** The names of an ordinal scale, each beside its colour. */
function legendOf(scale: Plot.Scale | undefined): { svg: string; width: number } {
  const names = Array.from(scale?.domain ?? [], String);
  const colors: string[] = Array.from(scale?.range ?? []);
  let x = 0;
  const entries = names.map((name, i) => {
    const swatch = `<rect x="${x}" y="2" width="${SWATCH}" height="${SWATCH}" rx="2" ` +
      `fill="${colors[i % colors.length]}"/>`;
    const label = svgText(name, x + SWATCH + 5, 2 + SWATCH - 1.5, FONT_SIZE, { fill: inks.text });
    x += SWATCH + 5 + textWidth(name, FONT_SIZE) + 14;
    return swatch + label;
  });
  return { svg: entries.join(""), width: x };
}
