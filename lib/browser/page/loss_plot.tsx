/** @jsxImportSource preact */
/**
 * Losses over the steps, as lines.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";

/** Losses after a step. */
export interface LossPoint {
  /** Steps of both stages. */
  readonly at: number;
  readonly losses: Readonly<Record<string, number>>;
}

const WIDTH = 640, HEIGHT = 240, LEFT = 44, BOTTOM = 22, TOP = 8, RIGHT = 8;
/** Points of a line; more would not be seen. */
const MOST = 400;

/** Losses over the steps, as lines, with their last values as a list for those who cannot see them. */
export function LossPlot({ points }: { points: readonly LossPoint[] }): JSX.Element {
  const names = [...new Set(points.flatMap(({ losses }) => Object.keys(losses)))];
  const shown = thinned(points), steps = shown.map(({ at }) => at);
  const first = steps[0] ?? 0, last = Math.max(first + 1, steps.at(-1) ?? 1);
  const values = shown.flatMap(({ losses }) => Object.values(losses));
  const low = Math.min(0, ...values), high = Math.max(1e-6, ...values);
  const x = (step: number) => LEFT + (WIDTH - LEFT - RIGHT) * (step - first) / (last - first);
  const y = (value: number) =>
    HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - low) / (high - low);
  const latest = points.at(-1)?.losses ?? {};
  return (
    <figure class="plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Losses over the steps">
        <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} class="axis" />
        {[low, high].map((value) => (
          <text key={value} x={LEFT - 6} y={y(value) + 4} text-anchor="end">{short(value)}</text>
        ))}
        <text x={LEFT} y={HEIGHT - 4}>{first}</text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 4} text-anchor="end">step {last}</text>
        {names.map((name, i) => (
          <polyline
            key={name}
            class={`line line-${i % 7}`}
            points={shown.filter(({ losses }) => name in losses)
              .map(({ at, losses }) => `${x(at).toFixed(1)},${y(losses[name]).toFixed(1)}`)
              .join(" ")}
          />
        ))}
      </svg>
      <figcaption>
        <ul class="legend">
          {names.map((name, i) => (
            <li key={name}>
              <span class={`swatch line-${i % 7}`} aria-hidden="true" />
              {name} {name in latest ? short(latest[name]) : ""}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

const short = (value: number) => Number(value.toPrecision(3)).toString();

function thinned(points: readonly LossPoint[]): readonly LossPoint[] {
  const every = Math.ceil(points.length / MOST);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}
