/**
 * Columns lined up as text.
 *
 * @module
 */

/** A column: its title and the text of one entry. */
export type Column<T> = readonly [title: string, text: (entry: T) => string];

/**
 * Titles and rows, the first column to the left, the others to the right.
 *
 * @param columns from the left
 * @param entries one a row
 * @param ruled whether a line of dashes stands below the titles
 * @returns lines of equal length
 */
export function table<T>(
  columns: readonly Column<T>[],
  entries: readonly T[],
  ruled: boolean = false,
): string[] {
  const rows = [columns.map(([title]) => title)];
  for (const entry of entries) rows.push(columns.map(([, text]) => text(entry)));
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  if (ruled) rows.splice(1, 0, widths.map((width) => "-".repeat(width)));
  return rows.map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join("  ")
  );
}
