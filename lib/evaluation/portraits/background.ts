/**
 * What lies behind a person: it must stay as it is.
 *
 * @module
 */
import { type Landmarks, meanPoint } from "../../faces/face_square.ts";

/** Half the width of the ellipse around head and hair, in widths of the jaw. */
const HALF_WIDTH = 0.8;
/** How far the ellipse rises above the brows, in distances from the brows to the chin. */
const ABOVE_BROWS = 0.95;

/**
 * The pixels that show neither head nor hair, neck or clothes: those above the base of the nose and
 * outside of an ellipse around the head. No network cuts out the hair. The ellipse is wide on purpose,
 * so that what counts is background, if not all of it.
 *
 * @param landmarks in pixels of the picture
 * @param size side of the picture, pixels
 * @returns size * size numbers, 1 where there is background
 */
export function outsideHead(landmarks: Landmarks, size: number): Uint8Array {
  const [leftX, leftY] = meanPoint(landmarks, [0, 1]);
  const [rightX, rightY] = meanPoint(landmarks, [15, 16]);
  const [browX, browY] = meanPoint(landmarks, [18, 19, 20, 23, 24, 25]);
  const [chinX, chinY] = meanPoint(landmarks, [7, 8, 9]);
  const [noseX, noseY] = meanPoint(landmarks, [33]);
  const width = Math.hypot(rightX - leftX, rightY - leftY);
  const height = Math.hypot(chinX - browX, chinY - browY);
  const downX = (chinX - browX) / height, downY = (chinY - browY) / height;
  // The ellipse reaches from the top of the hair to the chin.
  const across = HALF_WIDTH * width, along = (1 + ABOVE_BROWS) * height / 2;
  const shift = (1 - ABOVE_BROWS) * height / 2;
  const middleX = (browX + (leftX + rightX) / 2) / 2 + shift * downX;
  const middleY = browY + shift * downY;
  const nose = (noseX - middleX) * downX + (noseY - middleY) * downY;
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const x = i % size + 0.5 - middleX, y = Math.floor(i / size) + 0.5 - middleY;
    const down = x * downX + y * downY, aside = x * downY - y * downX;
    return +(down < nose && (aside / across) ** 2 + (down / along) ** 2 > 1);
  });
}

/**
 * Mean absolute error of the background's pixels, all images together.
 *
 * @param sources N * size * size * 3 numbers in [-1, 1]
 * @param images as many
 * @param masks size * size numbers of each image, 1 where there is background
 * @returns 0 to 2; null if no pixel is background
 */
export function outsideError(
  sources: Float32Array,
  images: Float32Array,
  masks: readonly Uint8Array[],
): number | null {
  let sum = 0, count = 0;
  masks.forEach((mask, n) => {
    const from = 3 * n * mask.length;
    mask.forEach((shown, i) => {
      if (!shown) return;
      count += 3;
      for (let k = from + 3 * i; k < from + 3 * i + 3; k++) sum += Math.abs(images[k] - sources[k]);
    });
  });
  return count ? sum / count : null;
}
