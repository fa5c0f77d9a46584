/**
 * How a channels-last tensor is grouped by the parameters that scale and shift it.
 *
 * @module
 */

/**
 * The sizes of a sum over everything that shares a parameter: one group for parameters [C], one for
 * each sample for [B, C].
 *
 * @param shape of the data, [B, ..., C]
 * @param parameter shape of the parameters
 */
export function parameterSizes(
  shape: readonly number[],
  parameter: readonly number[],
): { groups: number; rows: number; columns: number } {
  const columns = shape[shape.length - 1], groups = parameter.length === 2 ? shape[0] : 1;
  return { groups, rows: shape.reduce((a, b) => a * b, 1) / columns / groups, columns };
}
