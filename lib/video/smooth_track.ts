/**
 * A steady camera on the face: its square and landmarks smoothed over time.
 *
 * @module
 */
import { type FrameFace, isCut, type TrackedFrame } from "./track_faces.ts";

/** Seconds over which place, angle and landmarks are smoothed (standard deviation). */
const SHAKE = 0.06;
/**
 * Seconds over which the scale is smoothed. The distance of a head changes slowly, but its
 * landmarks jitter.
 */
const ZOOM = 0.5;

/**
 * Smooths each unbroken stretch of faces with a Gaussian in time. It looks back and ahead alike, so
 * nothing lags. A stretch ends where a frame has no face, and at a cut ({@linkcode isCut}).
 *
 * @param track all frames of a video
 * @param rate frames per second
 * @returns the same frames, with smoothed squares and landmarks
 */
export function smoothTrack(track: readonly TrackedFrame[], rate: number): TrackedFrame[] {
  const smoothed: TrackedFrame[] = [];
  while (smoothed.length < track.length) {
    const start = smoothed.length, faces = facesFrom(track, start);
    if (!faces.length) smoothed.push(track[start]);
    smoothFaces(faces, rate).forEach((face, i) => smoothed.push({ ...track[start + i], face }));
  }
  return smoothed;
}

/**
 * The faces of the unbroken stretch that starts at a frame. There are none if the frame shows no
 * face.
 */
function facesFrom(track: readonly TrackedFrame[], start: number): FrameFace[] {
  const faces: FrameFace[] = [];
  for (let i = start; i < track.length; i++) {
    const { face } = track[i], last = faces.at(-1);
    if (!face || last && isCut(last.square, face.square)) break;
    faces.push(face);
  }
  return faces;
}

function smoothFaces(faces: readonly FrameFace[], rate: number): FrameFace[] {
  const over = (seconds: number, value: (face: FrameFace) => number) =>
    gaussian(faces.map(value), seconds * rate);
  const x = over(SHAKE, ({ square }) => square.x), y = over(SHAKE, ({ square }) => square.y);
  const angle = over(SHAKE, ({ square }) => square.angle);
  const zoom = over(ZOOM, ({ square }) => Math.log(square.side));
  const points = Array.from(
    { length: faces[0]?.landmarks.length ?? 0 },
    (_, k) => over(SHAKE, ({ landmarks }) => landmarks[k]),
  );
  return faces.map((face, i) => ({
    ...face,
    square: { x: x[i], y: y[i], angle: angle[i], side: Math.exp(zoom[i]) },
    landmarks: Float32Array.from(points, (values) => values[i]),
  }));
}

/**
 * Weighted means over the neighbours of each value, with the weights of a bell curve. At the ends
 * they are over the neighbours that exist.
 *
 * @param values evenly spaced
 * @param sigma standard deviation of the bell curve, in values; 0 changes nothing
 */
export function gaussian(values: readonly number[], sigma: number): number[] {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from(
    { length: reach + 1 },
    (_, d) => d === 0 ? 1 : Math.exp(-0.5 * (d / sigma) ** 2),
  );
  return values.map((_, i) => {
    let sum = 0, total = 0;
    const first = Math.max(0, i - reach), last = Math.min(values.length - 1, i + reach);
    for (let j = first; j <= last; j++) {
      const weight = weights[Math.abs(i - j)];
      sum += weight * values[j];
      total += weight;
    }
    return sum / total;
  });
}
