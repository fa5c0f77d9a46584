/**
 * The square that shows a face as CelebA's pictures do: eyes, nose and mouth in fixed places.
 *
 * @module
 */
import { type FaceSquare, type Landmarks, meanPoint } from "./face_square.ts";

/** Where a point of the face lies in an aligned picture. */
export interface TemplatePoint {
  /** Landmarks whose mean is the point. */
  readonly landmarks: readonly number[];
  /** Place from the left, in sides of the picture. */
  readonly x: number;
  /** Place from the top, in sides of the picture. */
  readonly y: number;
  /** How much its error counts. */
  readonly weight: number;
}

/** CelebA's usual square, from 14, 40 to 164, 190 of its aligned pictures. */
const LEFT = 14, TOP = 40, SIDE = 150;

const point = (landmarks: readonly number[], x: number, y: number, weight: number) => (
  { landmarks, x: (x - LEFT) / SIDE, y: (y - TOP) / SIDE, weight }
);

/**
 * The five points of a face in CelebA's aligned pictures, cropped by the usual square of side 150:
 * eye on the left of the picture, eye on the right, tip of the nose, corners of the mouth.
 *
 * The places are the mean of 596 of its pictures, as {@linkcode FaceFinder} sees them. A point counts
 * by the inverse of its variance there: least the tip of the nose, which moves as the head turns.
 */
export const portraitTemplate: readonly TemplatePoint[] = [
  point([36, 37, 38, 39, 40, 41], 69.0, 111.4, 1),
  point([42, 43, 44, 45, 46, 47], 106.9, 111.6, 1),
  point([30], 88.1, 135.4, 0.09),
  point([48], 71.5, 152.6, 0.4),
  point([54], 105.0, 152.9, 0.4),
];

/** A mean error of the points above this is no face, in sides of the square. */
const LARGEST_ERROR = 0.08;
/** Nor is a smaller square, in pixels. */
const SMALLEST_SIDE = 8;

/**
 * The turned square whose points of the face come nearest to a template: least squares over shift,
 * turn and scale. {@linkcode cutPortrait} cuts it out, {@linkcode pasteFace} lays a picture back.
 *
 * Source: Umeyama, "Least-squares estimation of transformation parameters between two point
 * patterns", PAMI 1991, in two dimensions, with weights.
 *
 * @param landmarks of the face, in pixels of its picture
 * @param template where its points shall lie; those of CelebA's aligned pictures if left out
 * @returns undefined where the landmarks are no face, or too far from the template
 */
export function alignFace(
  landmarks: Landmarks,
  template: readonly TemplatePoint[] = portraitTemplate,
): FaceSquare | undefined {
  const points = template.map(({ landmarks: of, x, y, weight }) => {
    const [px, py] = meanPoint(landmarks, of);
    return { px, py, x, y, weight };
  });
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (p: typeof points[number]) => number) =>
    points.reduce((sum, p) => sum + p.weight * value(p), 0) / total;
  const [mx, my, mpx, mpy] = [
    mean((p) => p.x),
    mean((p) => p.y),
    mean((p) => p.px),
    mean((p) => p.py),
  ];
  // The picture's points are mapped onto the template's by a turn and scale a + bi, and a shift.
  const spread = mean((p) => (p.px - mpx) ** 2 + (p.py - mpy) ** 2);
  const a = mean((p) => (p.px - mpx) * (p.x - mx) + (p.py - mpy) * (p.y - my)) / spread;
  const b = mean((p) => (p.px - mpx) * (p.y - my) - (p.py - mpy) * (p.x - mx)) / spread;
  const scale = Math.hypot(a, b);
  const error = mean((p) =>
    Math.hypot(
      mx + a * (p.px - mpx) - b * (p.py - mpy) - p.x,
      my + b * (p.px - mpx) + a * (p.py - mpy) - p.y,
    )
  );
  const side = 1 / scale;
  if (!(side > SMALLEST_SIDE && error < LARGEST_ERROR)) return undefined;
  const angle = -Math.atan2(b, a);
  const u = side * (0.5 - mx), v = side * (0.5 - my);
  return {
    x: mpx + Math.cos(angle) * u - Math.sin(angle) * v,
    y: mpy + Math.sin(angle) * u + Math.cos(angle) * v,
    side,
    angle,
  };
}
