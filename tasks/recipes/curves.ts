/**
 * Reading between the points of a curve.
 *
 * @module
 */

/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/**
 * y at x, on the straight line between the points beside it.
 *
 * @param points in order of x
 * @param x where
 * @returns undefined outside the curve
 */
export function valueAt(points: readonly Point[], x: number): number | undefined {
  const right = points.findIndex(([at]) => at >= x);
  if (right < 0) return undefined;
  const [x1, y1] = points[right];
  if (x1 === x) return y1;
  if (right === 0) return undefined;
  const [x0, y0] = points[right - 1];
  return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

/**
 * The first x at which a curve is as good as y, on the straight line between two points.
 *
 * @param points in order of x
 * @param y the quality to be reached
 * @param better which way is better
 * @returns undefined if it is never reached; the first point's x if that is good enough already
 */
export function firstReached(
  points: readonly Point[],
  y: number,
  better: "higher" | "lower",
): number | undefined {
  const sign = better === "higher" ? 1 : -1;
  const good = points.findIndex(([, value]) => sign * value >= sign * y);
  if (good <= 0) return good === 0 ? points[0][0] : undefined;
  const [x0, y0] = points[good - 1], [x1, y1] = points[good];
  return x0 + (x1 - x0) * (y - y0) / (y1 - y0);
}
