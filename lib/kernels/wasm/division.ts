/**
 * The division of [B, ..., C] into groups that share scale and shift, and of these into chunks that
 * the threads take.
 *
 * @module
 */

/** Elements of a chunk, about: those of x and dy stay in the second-level cache between two passes. */
const CHUNK = 8192;

/** How a tensor is divided. */
export interface Division {
  /** C. */
  readonly channels: number;
  /** The least multiple of C that 4 divides. */
  readonly period: number;
  /** Parts of x with parameters of their own: 1, or B. */
  readonly groups: number;
  /** Elements of a group. */
  readonly elements: number;
  /** Elements of a chunk, a multiple of period. */
  readonly chunk: number;
  /** Chunks of a group. */
  readonly chunks: number;
  /** Whether one thread is enough. */
  readonly small: boolean;
}

/**
 * Divides x = [B, ..., C]. It depends on the shapes alone, so sums come out the same on any number
 * of threads.
 *
 * @param parameterShape shape of scale and shift, [C] or [B, C]
 */
export function divide(shape: readonly number[], parameterShape: readonly number[]): Division {
  const channels = shape[shape.length - 1];
  const period = channels % 4 === 0 ? channels : channels % 2 === 0 ? channels * 2 : channels * 4;
  const groups = parameterShape.length === 1 ? 1 : parameterShape[0];
  const size = shape.reduce((product, side) => product * side, 1);
  const elements = size / groups;
  const chunk = period * Math.max(1, Math.floor(CHUNK / period));
  const chunks = Math.ceil(elements / chunk);
  return { channels, period, groups, elements, chunk, chunks, small: size < 4 * CHUNK };
}
