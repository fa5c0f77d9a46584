/**
 * The square in which the face networks are used to see a face: all of it, upright, little else.
 *
 * @module
 */
import type { FaceBox } from "./detector.ts";
import { type FaceSquare, fromSquare, type Landmarks } from "./face_square.ts";

/** Side of the square, in the longer side of the box around the landmarks. */
const MARGIN = 1.15;

/**
 * The square around a detector's box.
 *
 * @param box in any unit
 * @returns in the unit of the box
 */
export function viewOfBox({ x, y, width, height }: FaceBox): FaceSquare {
  return { x: x + width / 2, y: y + height / 2, side: Math.max(width, height), angle: 0 };
}

/**
 * The upright square that holds all landmarks. Unlike squareOfFace it grows with an opening mouth.
 *
 * @param landmarks of the face
 * @param margin side of the square, in the longer side of the box around the landmarks
 * @returns in the unit of the landmarks
 */
export function viewOfFace(landmarks: Landmarks, margin: number = MARGIN): FaceSquare {
  const at = (point: number, axis: 0 | 1) => landmarks[2 * point + axis];
  const angle = Math.atan2(at(45, 1) - at(36, 1), at(45, 0) - at(36, 0));
  const level = fromSquare({ x: 0, y: 0, side: 1, angle: -angle }, landmarks.map((v) => v + 0.5));
  const xs = level.filter((_, i) => !(i & 1)), ys = level.filter((_, i) => i & 1);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const middleX = (left + right) / 2, middleY = (top + bottom) / 2;
  return {
    x: Math.cos(angle) * middleX - Math.sin(angle) * middleY,
    y: Math.sin(angle) * middleX + Math.cos(angle) * middleY,
    side: Math.max(1, margin * Math.max(right - left, bottom - top)),
    angle,
  };
}
