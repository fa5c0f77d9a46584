/**
 * Channels-last tensors as [rows, columns], four columns at a time where they divide by 4.
 *
 * @module
 */

/** How a tensor's elements are read: `T` in WGSL is this type, and `columns` counts in it. */
export interface VectorWidth {
  /** Elements in a T. */
  readonly width: 1 | 4;
  /** Declares T. */
  readonly alias: string;
  /** Columns counted in T. */
  readonly columns: number;
}

/** The widest T that divides a row. */
export function vectorWidth(columns: number): VectorWidth {
  return columns % 4
    ? { width: 1, alias: "alias T = f32;", columns }
    : { width: 4, alias: "alias T = vec4f;", columns: columns / 4 };
}
