/**
 * Options whose value is a number.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";

/** Which numbers an option takes. */
export interface NumberRange {
  /** The least. */
  readonly min: number;
  /** The greatest. */
  readonly max: number;
  /** Whether it must be a whole number. */
  readonly whole?: boolean;
}

/**
 * Reads the number of an option.
 *
 * @param name of the option, without the dashes
 * @param text as it was given; neither undefined nor "" is a number
 * @param fallback the number if none was given
 * @throws UsageError that names the option and its range
 */
export function numberOption(
  name: string,
  text: string | undefined,
  fallback: number,
  { min, max, whole = false }: NumberRange,
): number {
  if (text === undefined || text === "") return fallback;
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= min && value <= max) || whole && !Number.isInteger(value)) {
    const kind = whole ? "a whole number " : "";
    throw new UsageError(`--${name} must be ${kind}from ${min} to ${max}, got "${text}"`);
  }
  return value;
}
