/**
 * The losses of a training loop, as a plot.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { TrainEvent } from "../training/train.ts";
import type { Displayable } from "./displayable.ts";
import type { FigureText } from "./figure.ts";
import { plotFigure } from "./plot_figure.ts";

/** Curves have at most so many points, since more cannot be told apart. */
const POINTS = 200;

/**
 * Plots every loss against the step, smoothed over a twentieth of the run, with the readings faint
 * behind it.
 *
 * @param events what the loop yielded; those without a reading of the losses are passed over
 * @param text title, caption
 */
export function lossFigure(events: readonly TrainEvent[], text: FigureText = {}): Displayable {
  const read = events.filter((event) => event.losses);
  const stride = Math.ceil(read.length / POINTS);
  const points = read.filter((_, i) => i % stride === 0).flatMap(({ step, losses }) =>
    Object.entries(losses!).map(([name, loss]) => ({ step, loss, name }))
  );
  const k = Math.max(1, Math.ceil(Math.min(read.length, POINTS) / 20));
  const line = { x: "step", y: "loss", z: "name", stroke: "name" };
  return plotFigure({
    ...text,
    x: { label: "step" },
    y: { label: "loss (no unit)", grid: true },
    color: { legend: true },
    marks: [
      Plot.ruleY([0], { strokeOpacity: 0.3 }),
      Plot.lineY(points, { ...line, strokeOpacity: 0.25 }),
      Plot.lineY(points, Plot.windowY({ k, strict: false }, { ...line, strokeWidth: 2 })),
    ],
  });
}
