/**
 * The card around every figure: title over it, caption under it, on a light ground of its own, so
 * that it reads the same in a light and in a dark theme.
 *
 * @module
 */
import { type Displayable, displayable } from "./displayable.ts";
import { escapeMarkup } from "./escape_markup.ts";
import { rasterizeSvg } from "./rasterize_svg.ts";

/** Words around a figure. */
export interface FigureText {
  /** What it shows, over it. */
  readonly title?: string;
  /** How to read it, under it; long lines are broken. */
  readonly caption?: string;
}

/** The middle of a figure. */
export interface FigureBody {
  /** SVG elements, drawn from 0, 0. */
  readonly svg: string;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** Colours that text and drawings of a figure share. */
export const inks = { ground: "#ffffff", text: "#1f2328", muted: "#59636e", line: "#d1d9e0" };

/** Mean width of a character in units of the font size; of a bold one. */
const CHARACTER = 0.56, BOLD_CHARACTER = 0.66;
const TITLE_SIZE = 15;
const CAPTION_SIZE = 12;
const MARGIN = 14;

/** Pixels that a line of text takes at a font size, near enough for a layout. */
export function textWidth(text: string, size: number): number {
  return text.length * size * CHARACTER;
}

/** Breaks a text into lines of at most `width` pixels; a longer word gets a line of its own. */
export function wrapText(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * A body with its title and caption as one SVG document.
 *
 * @param body the middle
 * @param text title and caption
 */
export function figureSvg(body: FigureBody, { title, caption }: FigureText): string {
  const inner = Math.max(body.width, (title?.length ?? 0) * TITLE_SIZE * BOLD_CHARACTER);
  const width = Math.ceil(inner + 2 * MARGIN);
  const lines = wrapText(caption ?? "", CAPTION_SIZE, inner);
  const top = MARGIN + (title ? TITLE_SIZE + 12 : 0);
  const bottom = top + body.height + (lines.length ? 8 : 0);
  const height = Math.ceil(bottom + lines.length * (CAPTION_SIZE + 4) + MARGIN);
  const parts = [`<rect width="${width}" height="${height}" fill="${inks.ground}"/>`];
  if (title) {
    parts.push(svgText(title, MARGIN, MARGIN + TITLE_SIZE, TITLE_SIZE, { weight: "bold" }));
  }
  parts.push(`<g transform="translate(${MARGIN},${top})">${body.svg}</g>`);
  lines.forEach((line, i) => {
    const y = bottom + (i + 1) * (CAPTION_SIZE + 4) - 3;
    parts.push(svgText(line, MARGIN, y, CAPTION_SIZE, { fill: inks.muted }));
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `font-family="DejaVu Sans" color="${inks.text}">${parts.join("")}</svg>`;
}

/** How a line of text looks. */
export interface TextStyle {
  /** Colour; the text ink if left out. */
  readonly fill?: string;
  /** Where x lies: the start of the line if left out. */
  readonly anchor?: "start" | "middle" | "end";
  /** Normal if left out. */
  readonly weight?: "normal" | "bold";
}

/** One line of text as an SVG element, its base line at y. */
export function svgText(
  text: string,
  x: number,
  y: number,
  size: number,
  { fill = inks.text, anchor = "start", weight = "normal" }: TextStyle = {},
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" ` +
    `font-weight="${weight}">${escapeMarkup(text)}</text>`;
}

/**
 * A figure that renders itself as PNG, its words as plain text.
 *
 * @param makeBody draws the middle; called when the figure is shown
 * @param text title and caption
 */
export function figure(makeBody: () => FigureBody, text: FigureText): Displayable {
  return displayable(async () => ({
    "image/png": (await rasterizeSvg(figureSvg(makeBody(), text))).toBase64(),
    "text/plain": [text.title, text.caption].filter(Boolean).join("\n") || "figure",
  }));
}
