/**
 * Boxes and arrows.
 *
 * @module
 */
import type { Displayable } from "./displayable.ts";
import { figure, type FigureBody, type FigureText, inks, svgText, textWidth } from "./figure.ts";

/** A box of a diagram. */
export interface DiagramBox {
  /** What is written in it. */
  readonly text: string;
  /** Column of its middle, from the left; may lie between two. */
  readonly column: number;
  /** Row, from the top. */
  readonly row: number;
  /** Columns that it covers; 1 if left out. */
  readonly span?: number;
  /** What it is: a network is filled, a value is not, an answer is tinted. `value` if left out. */
  readonly kind?: "network" | "value" | "answer";
}

/** Boxes by name, and arrows between them. */
export interface Diagram {
  /** The boxes. */
  readonly boxes: Readonly<Record<string, DiagramBox>>;
  /** From which box to which, by their names; the arrow between two rows. */
  readonly arrows: readonly (readonly [from: string, to: string])[];
}

const COLUMN = 92, ROW = 62, HEIGHT = 32, GAP = 14, FONT = 12, TITLE = 34, BETWEEN = 34;
const fills = { network: "#0969da", value: "#ffffff", answer: "#ddf4ff" };
const words = { network: "#ffffff", value: inks.text, answer: inks.text };

/**
 * One or more diagrams side by side, as PNG.
 *
 * @param panels diagrams by their titles
 * @param text title and caption
 * @returns the figure, for `show`
 * @throws RangeError if an arrow names a box that is not there, or joins boxes of one row
 * @example
 * ```ts
 * import { diagramFigure } from "@im2im/im2im/notebook";
 *
 * diagramFigure({
 *   "A generator": {
 *     boxes: {
 *       x: { text: "x", column: 0, row: 0 },
 *       G: { text: "G", column: 0, row: 1, kind: "network" },
 *       z: { text: "z", column: 0, row: 2 },
 *     },
 *     arrows: [["z", "G"], ["G", "x"]],
 *   },
 * });
 * ```
 */
export function diagramFigure(
  panels: Readonly<Record<string, Diagram>>,
  text: FigureText = {},
): Displayable {
  const body = diagramBody(panels);
  return figure(() => body, text);
}

function diagramBody(panels: Readonly<Record<string, Diagram>>): FigureBody {
  let x = 0, height = 0;
  const parts = Object.entries(panels).map(([title, diagram]) => {
    const panel = panelBody(title, diagram), left = x;
    x += panel.width + BETWEEN;
    height = Math.max(height, panel.height);
    return `<g transform="translate(${left},0)">${panel.svg}</g>`;
  });
  return { svg: parts.join(""), width: x - BETWEEN, height };
}

/** A box in pixels: its middle, top and half its width. */
interface Placed extends DiagramBox {
  readonly x: number;
  readonly top: number;
  readonly half: number;
}

function panelBody(title: string, { boxes, arrows }: Diagram): FigureBody {
  const placed = new Map(
    Object.entries(boxes).map(([name, box]): [string, Placed] => [name, {
      ...box,
      x: (box.column + 0.5) * COLUMN,
      top: TITLE + box.row * ROW,
      half: ((box.span ?? 1) * COLUMN - GAP) / 2,
    }]),
  );
  const all = [...placed.values()];
  const lines = arrows.map(([from, to]) => arrow(boxOf(placed, from), boxOf(placed, to)));
  const width = Math.max(
    ...all.map(({ x, half }) => x + half + GAP / 2),
    textWidth(title, FONT + 1) * 1.2,
  );
  const height = Math.max(...all.map(({ top }) => top + HEIGHT));
  const heading = svgText(title, width / 2, FONT + 4, FONT + 1, {
    anchor: "middle",
    weight: "bold",
  });
  return { svg: heading + lines.join("") + all.map(boxSvg).join(""), width, height };
}

function boxOf(boxes: ReadonlyMap<string, Placed>, name: string): Placed {
  const box = boxes.get(name);
  if (!box) throw new RangeError(`An arrow names the box ${name}, which is not there`);
  return box;
}

function boxSvg({ text, x, top, half, kind = "value" }: Placed): string {
  return `<rect x="${x - half}" y="${top}" width="${2 * half}" height="${HEIGHT}" rx="6" ` +
    `fill="${fills[kind]}" stroke="${inks.muted}"/>` +
    svgText(text, x, top + HEIGHT / 2 + FONT * 0.36, FONT, {
      fill: words[kind],
      anchor: "middle",
      weight: kind === "network" ? "bold" : "normal",
    });
}

/** Upright where one box stands within the width of the other; its head at the second box. */
function arrow(from: Placed, to: Placed): string {
  if (from.row === to.row) throw new RangeError("An arrow needs boxes of different rows");
  const within = (box: Placed, x: number) => Math.abs(x - box.x) < box.half;
  const start = !within(to, from.x) && within(from, to.x) ? to.x : from.x;
  const end = within(to, from.x) ? from.x : to.x;
  const up = from.row > to.row;
  const y1 = up ? from.top : from.top + HEIGHT, y2 = up ? to.top + HEIGHT : to.top;
  const length = Math.hypot(end - start, y2 - y1);
  const [dx, dy] = [(end - start) / length, (y2 - y1) / length];
  const at = (along: number, aside: number) =>
    `${(end - along * dx - aside * dy).toFixed(1)},${(y2 - along * dy + aside * dx).toFixed(1)}`;
  return `<line x1="${start}" y1="${y1}" x2="${end - 6 * dx}" y2="${y2 - 6 * dy}" ` +
    `stroke="${inks.muted}" stroke-width="2"/>` +
    `<polygon points="${at(0, 0)} ${at(8, 4)} ${at(8, -4)}" fill="${inks.muted}"/>`;
}
