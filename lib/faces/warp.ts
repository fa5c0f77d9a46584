/**
 * Cutting a turned square out of a frame, and laying a picture back into it.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import type { FaceSquare } from "./face_square.ts";

/**
 * Cuts a square out of a frame. Each pixel is the mean of as many bilinear samples as it covers
 * pixels of the frame. So nothing aliases, and aliasing makes nothing flicker. Beyond the frame its
 * edge is repeated.
 *
 * @param frame the picture
 * @param square where
 * @param size side of the result, in pixels
 * @returns size * size * 3 bytes
 */
export function cropFace(frame: RgbImage, square: FaceSquare, size: number): Uint8Array {
  const samples = Math.max(1, Math.round(square.side / size)), fine = size * samples;
  const step = square.side / fine;
  const cos = Math.cos(square.angle) * step, sin = Math.sin(square.angle) * step;
  const sums = new Float32Array(size * size * 3);
  const { width, height, rgb } = frame;
  for (let row = 0; row < fine; row++) {
    const v = row + 0.5 - fine / 2;
    for (let column = 0; column < fine; column++) {
      const u = column + 0.5 - fine / 2;
      // Centre of a frame's pixel i is at i + 0.5.
      const x = clamp(square.x + cos * u - sin * v - 0.5, width - 1);
      const y = clamp(square.y + sin * u + cos * v - 0.5, height - 1);
      const x0 = Math.floor(x), y0 = Math.floor(y), fx = x - x0, fy = y - y0;
      const right = x0 < width - 1 ? 3 : 0, below = y0 < height - 1 ? width * 3 : 0;
      const from = (y0 * width + x0) * 3;
      const to = (Math.floor(row / samples) * size + Math.floor(column / samples)) * 3;
      for (let k = 0; k < 3; k++) {
        const upper = rgb[from + k] + fx * (rgb[from + right + k] - rgb[from + k]);
        const under = rgb[from + below + k];
        const lower = under + fx * (rgb[from + below + right + k] - under);
        sums[to + k] += upper + fy * (lower - upper);
      }
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / samples ** 2));
}

const clamp = (value: number, max: number) => value < 0 ? 0 : value > max ? max : value;

/** A picture for a square, and how much of it shows. */
export interface Patch {
  /** Side, in pixels. */
  readonly size: number;
  /** size * size * 3 numbers, 0-255. */
  readonly rgb: Float32Array;
  /** size * size numbers: 0 leaves the frame as it is, 1 shows the patch. */
  readonly mask: Float32Array;
}

/**
 * Lays a picture into a square of a frame, in place.
 *
 * @param frame the picture that is changed
 * @param square where
 * @param patch what, and how much of it
 */
export function pasteFace(frame: RgbImage, square: FaceSquare, patch: Patch): void {
  const { width, height, rgb } = frame, { size, mask } = patch;
  const cos = Math.cos(square.angle) * size / square.side;
  const sin = Math.sin(square.angle) * size / square.side;
  const reach = square.side * Math.SQRT1_2;
  const left = Math.max(0, Math.floor(square.x - reach));
  const right = Math.min(width - 1, Math.ceil(square.x + reach));
  const top = Math.max(0, Math.floor(square.y - reach));
  const bottom = Math.min(height - 1, Math.ceil(square.y + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const dx = x + 0.5 - square.x, dy = y + 0.5 - square.y;
      const u = size / 2 + cos * dx + sin * dy - 0.5, v = size / 2 - sin * dx + cos * dy - 0.5;
      if (u < 0 || v < 0 || u > size - 1 || v > size - 1) continue;
      const u0 = Math.min(size - 2, Math.floor(u)), v0 = Math.min(size - 2, Math.floor(v));
      const fu = u - u0, fv = v - v0, from = v0 * size + u0, to = (y * width + x) * 3;
      const share = between(mask, from, 1, size, fu, fv);
      if (share <= 0) continue;
      for (let k = 0; k < 3; k++) {
        const colour = between(patch.rgb, from * 3 + k, 3, size * 3, fu, fv);
        rgb[to + k] = clamp(Math.round(rgb[to + k] + share * (colour - rgb[to + k])), 255);
      }
    }
  }
}

/** Bilinear interpolation between an element and its right, lower and diagonal neighbour. */
function between(
  values: Float32Array,
  at: number,
  right: number,
  below: number,
  fx: number,
  fy: number,
): number {
  const upper = values[at] + fx * (values[at + right] - values[at]);
  const lower = values[at + below] + fx * (values[at + below + right] - values[at + below]);
  return upper + fy * (lower - upper);
}
