/**
 * What a face does, from its landmarks: numbers without a unit, to be compared from frame to frame.
 *
 * @module
 */
import { type Landmarks, meanPoint } from "./face_square.ts";

function distance(landmarks: Landmarks, a: number, b: number): number {
  return Math.hypot(
    landmarks[2 * a] - landmarks[2 * b],
    landmarks[2 * a + 1] - landmarks[2 * b + 1],
  );
}

/** Distance of the middles of the eyes' corners. */
export function eyeDistance(landmarks: Landmarks): number {
  const [leftX, leftY] = meanPoint(landmarks, [36, 39]);
  const [rightX, rightY] = meanPoint(landmarks, [42, 45]);
  return Math.hypot(rightX - leftX, rightY - leftY);
}

/**
 * Turn of the head to a side: the place of the tip of the nose between the sides of the jaw. It is
 * -1 at the side on the left of the picture, 0 in the middle, and 1 at the side on the right.
 */
export function yaw(landmarks: Landmarks): number {
  const [leftX, leftY] = meanPoint(landmarks, [0, 1, 2]);
  const [rightX, rightY] = meanPoint(landmarks, [14, 15, 16]);
  const [noseX, noseY] = meanPoint(landmarks, [30]);
  const acrossX = rightX - leftX, acrossY = rightY - leftY;
  const along = (noseX - leftX) * acrossX + (noseY - leftY) * acrossY;
  return 2 * along / (acrossX ** 2 + acrossY ** 2) - 1;
}

/**
 * Nod of the head: the place of the tip of the nose between the line of the eyes (0) and the base of
 * the nose (1), upright. It is larger where the head is lowered. No expression moves these points.
 */
export function pitch(landmarks: Landmarks): number {
  const [leftX, leftY] = meanPoint(landmarks, [36, 39]);
  const [rightX, rightY] = meanPoint(landmarks, [42, 45]);
  const downX = leftY - rightY, downY = rightX - leftX;
  const below = (point: number) =>
    (landmarks[2 * point] - (leftX + rightX) / 2) * downX +
    (landmarks[2 * point + 1] - (leftY + rightY) / 2) * downY;
  return below(30) / below(33);
}

/** Distance of the inner lips, in distances of the eyes. */
export function mouthOpening(landmarks: Landmarks): number {
  const lips = [[61, 67], [62, 66], [63, 65]];
  const sum = lips.reduce((total, [a, b]) => total + distance(landmarks, a, b), 0);
  return sum / lips.length / eyeDistance(landmarks);
}

/** Height of the open eye, in its width; the mean of both eyes. */
export function eyeOpening(landmarks: Landmarks): number {
  const eye = (first: number) => {
    const heights = distance(landmarks, first + 1, first + 5) +
      distance(landmarks, first + 2, first + 4);
    return heights / 2 / distance(landmarks, first, first + 3);
  };
  return (eye(36) + eye(42)) / 2;
}
