/**
 * The mask of a new face: it shows inside, does not show outside, and has a soft edge between.
 *
 * @module
 */
import type { Landmarks } from "./face_square.ts";

/** How far the brows are lifted to take in the forehead, in sides of the square. */
const FOREHEAD = 0.08;
/** Width of the soft edge, in sides of the square; it lies inside of the outline. */
const FEATHER = 0.1;

type Point = readonly [x: number, y: number];

/**
 * The mask of a face: the hull of its landmarks and its forehead, feathered.
 *
 * @param landmarks in the square's own coordinates, 0-1, of toSquare
 * @param size side of the mask, in pixels
 * @returns size * size numbers, 0-1
 */
export function faceMask(landmarks: Landmarks, size: number): Float32Array {
  const points = Array.from({ length: landmarks.length / 2 }, (_, i): Point => {
    const isBrow = i >= 17 && i < 27;
    return [landmarks[2 * i], landmarks[2 * i + 1] - (isBrow ? FOREHEAD : 0)];
  });
  const edges = inwardEdges(convexHull(points));
  return Float32Array.from({ length: size * size }, (_, i) => {
    const x = (i % size + 0.5) / size, y = (Math.floor(i / size) + 0.5) / size;
    let depth = Infinity;
    for (const [a, b, c] of edges) depth = Math.min(depth, a * x + b * y + c);
    const t = Math.min(1, Math.max(0, depth / FEATHER));
    return t * t * (3 - 2 * t);
  });
}

/** The corners of the smallest convex outline, in order (monotone chain). */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  return [...halfHull(sorted), ...halfHull(sorted.reverse())];
}

function halfHull(points: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of points) {
    while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) {
      chain.pop();
    }
    chain.push(point);
  }
  return chain.slice(0, -1);
}

/** Above 0 where a, b, c turn to the left. */
const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point) =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

/** For each edge a, b, c with a x + b y + c the distance to it, above 0 inside. */
function inwardEdges(hull: readonly Point[]): [number, number, number][] {
  return hull.map(([x0, y0], i) => {
    const [x1, y1] = hull[(i + 1) % hull.length];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const a = -(y1 - y0) / length, b = (x1 - x0) / length;
    return [a, b, -(a * x0 + b * y0)];
  });
}
