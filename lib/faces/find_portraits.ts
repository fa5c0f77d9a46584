/**
 * From a photograph to aligned portraits, ready to be translated or trained on.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { cutPortrait, portraitSharpness, shareBeyondEdge } from "./cut_portrait.ts";
import { findFaces, type FoundFace, type PortraitFinder } from "./find_faces.ts";

/** Why a face makes no good training picture. */
export type PortraitFlaw = "too small" | "cut off" | "blurred";

/** A face of a photograph, cut out. */
export interface Portrait {
  /** Where it is in the photograph. */
  readonly face: FoundFace;
  /** size * size * 3 bytes: the face upright, in the place where CelebA's pictures have it. */
  readonly rgb: Uint8Array;
  /** What is wrong with it, if anything. */
  readonly flaw?: PortraitFlaw;
}

/** A larger share of the square beyond the photograph's edge is a flaw. */
const BEYOND = 0.2;
/** Less sharpness is a flaw, see {@linkcode portraitSharpness}. */
const SHARP = 0.03;

/**
 * Finds the faces of a photograph and cuts each out, aligned.
 *
 * @param finder the networks
 * @param image the photograph
 * @param size side of the portraits, in pixels
 * @returns from left to right; none if there is no face
 */
export async function findPortraits(
  finder: PortraitFinder,
  image: RgbImage,
  size: number,
): Promise<Portrait[]> {
  return (await findFaces(finder, image)).map((face) => {
    const flaw = flawOf(image, face, size);
    return { face, rgb: cutPortrait(image, face.square, size), ...flaw && { flaw } };
  });
}

function flawOf(image: RgbImage, face: FoundFace, size: number): PortraitFlaw | undefined {
  if (face.square.side < size) return "too small";
  if (isBeyond(image, face) || shareBeyondEdge(image, face.square) > BEYOND) return "cut off";
  return portraitSharpness(image, face.square) < SHARP ? "blurred" : undefined;
}

/** Whether a landmark lies outside of the photograph. */
function isBeyond({ width, height }: RgbImage, { landmarks }: FoundFace): boolean {
  return landmarks.some((value, i) => value < 0 || value > (i & 1 ? height : width));
}
