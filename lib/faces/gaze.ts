/**
 * The line of sight, from where the eye is dark.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import type { Landmarks } from "./face_square.ts";
import { cropFace } from "./warp.ts";

/** First landmark of each eye: its corner on the left of the picture; the other is 3 further. */
const EYES = [36, 42];
/** Pixels along the eye that are looked at. */
const SAMPLES = 24;
/** Height of the strip that is looked at, as a share of the eye's width: between the lids. */
const STRIP = 0.25;

/**
 * The place of iris and pupil between the corners of the eyes: the centre of the pixels that are
 * darker than the eye's mean. This is a rough reading, since at 64 x 64 an eye is ten pixels wide.
 *
 * @param image with the face
 * @param landmarks in pixels of the image
 * @returns -0.5 at the corner on the left of the picture, 0 in the middle, 0.5 on the right; the
 * mean of both eyes
 */
export function lineOfSight(image: RgbImage, landmarks: Landmarks): number {
  const readings = EYES.map((first) => {
    const [x0, y0] = landmarks.subarray(2 * first);
    const [x1, y1] = landmarks.subarray(2 * (first + 3));
    const square = {
      ...{ x: (x0 + x1) / 2, y: (y0 + y1) / 2 },
      ...{ side: Math.max(1, Math.hypot(x1 - x0, y1 - y0)), angle: Math.atan2(y1 - y0, x1 - x0) },
    };
    return darkCentre(cropFace(image, square, SAMPLES));
  });
  return (readings[0] + readings[1]) / 2;
}

function darkCentre(rgb: Uint8Array): number {
  const columns = new Float32Array(SAMPLES);
  const first = Math.round(SAMPLES * (1 - STRIP) / 2), last = SAMPLES - first;
  for (let row = first; row < last; row++) {
    for (let column = 0; column < SAMPLES; column++) {
      const at = (row * SAMPLES + column) * 3;
      columns[column] += rgb[at] + rgb[at + 1] + rgb[at + 2];
    }
  }
  const mean = columns.reduce((a, b) => a + b) / SAMPLES;
  let sum = 0, weighted = 0;
  columns.forEach((light, column) => {
    const dark = Math.max(0, mean - light);
    sum += dark;
    weighted += dark * ((column + 0.5) / SAMPLES - 0.5);
  });
  return sum > 0 ? weighted / sum : 0;
}
