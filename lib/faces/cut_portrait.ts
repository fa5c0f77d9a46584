/**
 * A face cut out of a photograph, as a training picture of the same data set would show it.
 *
 * @module
 */
import { cropToSquare, type RgbImage } from "../images/crop.ts";
import type { FaceSquare } from "./face_square.ts";
import { sharpness } from "./sharpness.ts";
import { cropFace } from "./warp.ts";

/** CelebA's square is this many pixels wide before it is resampled to the size of the images. */
const SOURCE_SIDE = 150;
/** Side of the picture whose sharpness is measured, in sides of the square that it is made from. */
const SHARPNESS_SHARE = 0.75;

/**
 * Cuts a square out of a photograph: first at the resolution of CelebA's pictures, or twice that of
 * the result if that is more, then resampled as the training pictures are. Beyond the photograph its
 * edge is repeated.
 *
 * @param image the photograph
 * @param square where, e.g. of {@linkcode alignFace}
 * @param size side of the result, in pixels
 * @returns size * size * 3 bytes
 */
export function cutPortrait(image: RgbImage, square: FaceSquare, size: number): Uint8Array {
  return resampled(image, square, size, Math.max(SOURCE_SIDE, 2 * size));
}

/**
 * The {@linkcode sharpness} of a face as the training pictures would show it: of its square at
 * 112x112, or at three quarters of its size in the photograph if that is less. Of CelebA's pictures
 * marked as blurry one in seven has less than 0.03, of the others one in a hundred.
 */
export function portraitSharpness(image: RgbImage, square: FaceSquare): number {
  const first = Math.max(8, Math.min(SOURCE_SIDE, Math.round(square.side)));
  const side = Math.round(SHARPNESS_SHARE * first);
  return sharpness(resampled(image, square, side, first), side);
}

/** The share of a square that lies beyond the edges of a photograph, 0-1. */
export function shareBeyondEdge({ width, height }: RgbImage, square: FaceSquare): number {
  const { x, y, side, angle } = square, steps = 32;
  const cos = Math.cos(angle) * side, sin = Math.sin(angle) * side;
  let beyond = 0;
  for (let i = 0; i < steps * steps; i++) {
    const u = (i % steps + 0.5) / steps - 0.5, v = (Math.floor(i / steps) + 0.5) / steps - 0.5;
    const px = x + cos * u - sin * v, py = y + sin * u + cos * v;
    if (px < 0 || py < 0 || px > width || py > height) beyond++;
  }
  return beyond / steps ** 2;
}

function resampled(image: RgbImage, square: FaceSquare, size: number, first: number): Uint8Array {
  return cropToSquare({ width: first, height: first, rgb: cropFace(image, square, first) }, size);
}
