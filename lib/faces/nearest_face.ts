/**
 * The baseline that needs no network: another person's frame with the most similar landmarks.
 *
 * @module
 */
import type { Landmarks } from "./face_square.ts";

/**
 * Finds for each face the most similar one of another person, after each person's own mean face is
 * subtracted. So posture and expression count, and the shape of the head does not.
 *
 * @param faces landmarks in square coordinates
 * @param others landmarks of the other person, at least one
 * @returns for each face an index into others
 * @throws RangeError if there are no others
 */
export function nearestByLandmarks(
  faces: readonly Landmarks[],
  others: readonly Landmarks[],
): number[] {
  if (others.length === 0) {
    throw new RangeError("There is no frame of the other person to choose from");
  }
  const from = centred(faces), to = centred(others);
  return from.map((face) => {
    let best = 0, least = Infinity;
    to.forEach((other, i) => {
      let sum = 0;
      for (let k = 0; k < face.length && sum < least; k++) sum += (face[k] - other[k]) ** 2;
      if (sum < least) [best, least] = [i, sum];
    });
    return best;
  });
}

/** Differences from the mean of all. */
export function centred(faces: readonly Landmarks[]): Landmarks[] {
  if (faces.length === 0) return [];
  const mean = new Float64Array(faces[0].length);
  for (const face of faces) face.forEach((value, k) => mean[k] += value / faces.length);
  return faces.map((face) => face.map((value, k) => value - mean[k]));
}
