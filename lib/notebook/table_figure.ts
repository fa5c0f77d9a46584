/**
 * Numbers in a table.
 *
 * @module
 */
import { type Displayable, displayable } from "./displayable.ts";
import { escapeMarkup } from "./escape_markup.ts";
import { type FigureText, inks } from "./figure.ts";

/** A row of a table by column; all rows have the same columns. */
export type TableRow = Readonly<Record<string, string | number>>;

/** What {@linkcode tableFigure} can be told. */
export interface TableFigureOptions extends FigureText {
  /** Digits after the point of numbers that are not whole; 3 if left out. */
  readonly digits?: number;
}

/**
 * A table for a notebook, and as aligned text elsewhere.
 *
 * @param rows the columns are those of the first row
 * @param options digits, title, caption
 * @returns the figure, for `show` and `live`
 */
export function tableFigure(
  rows: readonly TableRow[],
  options: TableFigureOptions = {},
): Displayable {
  const { digits = 3, title = "", caption = "" } = options;
  const columns = Object.keys(rows[0] ?? {});
  const numeric = columns.map((column) => rows.every((row) => typeof row[column] === "number"));
  const text = (value: string | number = "") =>
    typeof value === "number" && !Number.isInteger(value) ? value.toFixed(digits) : `${value}`;
  const cells = [columns, ...rows.map((row) => columns.map((column) => text(row[column])))];
  return displayable(() =>
    Promise.resolve({
      "text/html": htmlTable(cells, numeric, title, caption),
      "text/plain": [title, plainTable(cells, numeric), caption].filter(Boolean).join("\n"),
    })
  );
}

function htmlTable(
  [head, ...body]: readonly string[][],
  numeric: readonly boolean[],
  title: string,
  caption: string,
): string {
  const cell = (tag: string, text: string, i: number) =>
    `<${tag} style="padding:4px 10px;text-align:${numeric[i] ? "right" : "left"};` +
    `color:${inks.text};border-bottom:1px solid ${inks.line}">${escapeMarkup(text)}</${tag}>`;
  const row = (tag: string, texts: readonly string[]) =>
    `<tr style="background:${inks.ground}">${
      texts.map((text, i) => cell(tag, text, i)).join("")
    }</tr>`;
  return `<div style="display:inline-block;padding:14px;border-radius:6px;` +
    `background:${inks.ground};color:${inks.text};font:13px system-ui,sans-serif">` +
    `<b style="font-size:15px">${escapeMarkup(title)}</b>` +
    `<table style="border-collapse:collapse;margin:6px 0"><thead>${row("th", head)}</thead>` +
    `<tbody>${body.map((texts) => row("td", texts)).join("")}</tbody></table>` +
    `<div style="color:${inks.muted};max-width:640px">${escapeMarkup(caption)}</div></div>`;
}

function plainTable(cells: readonly string[][], numeric: readonly boolean[]): string {
  const widths = numeric.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  return cells.map((row) =>
    row.map((text, i) => numeric[i] ? text.padStart(widths[i]) : text.padEnd(widths[i]))
      .join("  ").trimEnd()
  ).join("\n");
}
