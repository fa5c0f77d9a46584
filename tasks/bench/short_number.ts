/**
 * A number as the tables of the bench show it.
 *
 * @module
 */

/** Three significant digits, without exponents; whole numbers whole; a dash for the unknown. */
export function short(value: number | undefined): string {
  if (value === undefined) return "-";
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(3, digits));
}
