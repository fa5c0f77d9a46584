/**
 * The square of a frame that shows a face upright: eyes level, the face of one size whatever the
 * mouth does.
 *
 * @module
 */

/** A square of a frame, turned. */
export interface FaceSquare {
  /** Its centre, in pixels from the left. */
  readonly x: number;
  /** Its centre, in pixels from the top. */
  readonly y: number;
  /** Its side, in pixels. */
  readonly side: number;
  /** How far it is turned clockwise, in radians. */
  readonly angle: number;
}

/** 68 points as x, y, x, y, ... in pixels of the frame, in the order of the iBUG 68-point markup. */
export type Landmarks = Float32Array;

/** Side of the square, in distances from the eyes' middle to the eye and the base of the nose. */
const SIDE = 2.6;
/** How far below the eyes the centre lies, in sides: brows and chin then keep the same margin. */
const EYES_ABOVE_CENTRE = 0.1;

/** The mean of some landmarks. */
export function meanPoint(landmarks: Landmarks, points: readonly number[]): [number, number] {
  let x = 0, y = 0;
  for (const point of points) {
    x += landmarks[2 * point] / points.length;
    y += landmarks[2 * point + 1] / points.length;
  }
  return [x, y];
}

/** Corners of the eye on the left of the picture, and of the one on the right. */
const LEFT_EYE = [36, 39], RIGHT_EYE = [42, 45];
const NOSE_BASE = [33];

/**
 * The square around a face. It is made from the corners of the eyes and the base of the nose, which
 * no expression moves. Turning the head shortens one distance, and nodding the other, so both
 * together give the scale.
 *
 * @param landmarks of the face
 * @returns undefined where the points are no face: nose not below the eyes, or far out of proportion
 */
export function squareOfFace(landmarks: Landmarks): FaceSquare | undefined {
  const [leftX, leftY] = meanPoint(landmarks, LEFT_EYE);
  const [rightX, rightY] = meanPoint(landmarks, RIGHT_EYE);
  const [noseX, noseY] = meanPoint(landmarks, NOSE_BASE);
  const eyes = Math.hypot(rightX - leftX, rightY - leftY);
  if (!(eyes > 2) || rightX < leftX) return undefined;
  const angle = Math.atan2(rightY - leftY, rightX - leftX);
  const middleX = (leftX + rightX) / 2, middleY = (leftY + rightY) / 2;
  const down = [-Math.sin(angle), Math.cos(angle)];
  const nose = (noseX - middleX) * down[0] + (noseY - middleY) * down[1];
  if (nose < 0.3 * eyes || nose > 2 * eyes) return undefined;
  const side = SIDE * Math.hypot(eyes, nose), below = EYES_ABOVE_CENTRE * side;
  return { x: middleX + below * down[0], y: middleY + below * down[1], side, angle };
}

/**
 * Points of the frame in the square's own coordinates: 0, 0 is its upper left corner and 1, 1 its
 * lower right one.
 *
 * @param square where
 * @param points x, y, x, y, ... in pixels of the frame
 */
export function toSquare({ x, y, side, angle }: FaceSquare, points: Landmarks): Landmarks {
  const cos = Math.cos(angle) / side, sin = Math.sin(angle) / side;
  return points.map((_, i) => {
    const dx = points[i & ~1] - x, dy = points[i | 1] - y;
    return 0.5 + (i & 1 ? cos * dy - sin * dx : cos * dx + sin * dy);
  });
}

/** The reverse of {@linkcode toSquare}. */
export function fromSquare({ x, y, side, angle }: FaceSquare, points: Landmarks): Landmarks {
  const cos = Math.cos(angle) * side, sin = Math.sin(angle) * side;
  return points.map((_, i) => {
    const u = points[i & ~1] - 0.5, v = points[i | 1] - 0.5;
    return i & 1 ? y + sin * u + cos * v : x + cos * u - sin * v;
  });
}
