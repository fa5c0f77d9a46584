/**
 * Tables in Markdown.
 *
 * @module
 */

/**
 * A table, the first column to the left and the others to the right. Columns without an entry in
 * any row but dashes are left out.
 *
 * @param head titles
 * @param rows as many cells each
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const kept = head.map((_, i) => i === 0 || rows.some((row) => row[i] !== "-"));
  const line = (cells: readonly string[]) => `| ${cells.filter((_, i) => kept[i]).join(" | ")} |`;
  const rule = head.map((_, i) => i === 0 ? "---" : "---:");
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
