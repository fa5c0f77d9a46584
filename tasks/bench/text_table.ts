/**
 * Tables for a terminal.
 *
 * @module
 */

/** Lines up columns: the first to the left, numbers and the rest to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i].length))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))
      .join("  ").trimEnd();
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

/** Three significant digits, without exponents; whole numbers whole; a dash for the unknown. */
export function short(value: number | undefined): string {
  if (value === undefined) return "-";
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(3, digits));
}
