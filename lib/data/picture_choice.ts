/**
 * Which pictures of a data set are used, and which part of each.
 *
 * @module
 */
import { cropToSquare, type RgbImage } from "../images/crop.ts";

/** A choice among the pictures of a data set, and the part of each that is seen. */
export interface PictureChoice {
  /**
   * Side, in pixels of the picture, of the square that is cut out of it; the largest centred square
   * if left out. The square is centred, but on the face in CelebA's aligned pictures of 178x218: a
   * side of 150 is the usual crop, from 14, 40 to 164, 190. A smaller picture is left out.
   */
  readonly crop?: number;
  /** CelebA's attributes whose pictures are left out, such as Blurry. */
  readonly without?: readonly string[];
}

/** The square of each picture of a data set. */
export interface PictureCrop {
  /** See {@linkcode PictureChoice.crop}. */
  readonly side: number;
  /** Where it is centred in pictures of one size, in their pixels. */
  readonly centre?: {
    readonly width: number;
    readonly height: number;
    readonly x: number;
    readonly y: number;
  };
}

/** The middle of the face in CelebA's aligned pictures. */
export const CELEBA_CENTRE = { width: 178, height: 218, x: 89, y: 115 } as const;

const SMALLEST = 8;

/**
 * Checks the side of a crop.
 *
 * @throws RangeError if it is no whole number of at least 8
 */
export function checkCrop(side: number | undefined): void {
  if (side === undefined || Number.isInteger(side) && side >= SMALLEST) return;
  throw new RangeError(
    `crop must be a whole number of pixels of the picture, at least ${SMALLEST}, got ${side}`,
  );
}

/**
 * The square of a picture, resampled. It is moved where it would reach beyond the edge.
 *
 * @param image the picture
 * @param size side of the result, in pixels
 * @param crop which square; the largest centred one if left out
 * @returns size * size * 3 bytes
 * @throws RangeError if the picture is smaller than the square
 */
export function cropPicture(image: RgbImage, size: number, crop?: PictureCrop): Uint8Array {
  if (!crop) return cropToSquare(image, size);
  const { side, centre } = crop, { width, height } = image;
  if (Math.min(width, height) < side) {
    throw new RangeError(`The picture of ${width}x${height} is smaller than the crop of ${side}`);
  }
  const known = centre?.width === width && centre.height === height;
  const { x, y } = known ? centre : { x: width / 2, y: height / 2 };
  const start = (middle: number, length: number) =>
    Math.max(0, Math.min(length - side, Math.floor(middle - side / 2)));
  return cropToSquare(image, size, { left: start(x, width), top: start(y, height), side });
}
