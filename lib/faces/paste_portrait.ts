/**
 * A translated portrait, laid back into the photograph that it was cut out of.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { enlarge } from "../images/enlarge.ts";
import { colorStatistics, matchColors } from "./color_match.ts";
import { cutPortrait } from "./cut_portrait.ts";
import { faceMask } from "./face_mask.ts";
import { toSquare } from "./face_square.ts";
import type { FoundFace } from "./find_faces.ts";
import { pasteFace } from "./warp.ts";

/**
 * How much of a portrait is laid back: `face`, the outline of the face and its forehead; or `square`,
 * all that was translated, hair and background too, with soft edges.
 */
export type PastedPart = "face" | "square";

/** Width of the soft edge of a square, in its sides. */
const FEATHER = 0.15;
/** A portrait is enlarged smoothly by up to this; the rest is interpolated between its pixels. */
const LARGEST = 8;

/**
 * Lays a translated portrait back, in place. It gets the colours that the photograph has there, and a
 * soft edge.
 *
 * @param photograph changed where the face is
 * @param face of {@linkcode findFaces}
 * @param portrait size * size * 3 numbers, 0-255: the translation of the face's square
 * @param part how much of it; the face if left out
 * @throws TypeError if the portrait is no square
 */
export function pastePortrait(
  photograph: RgbImage,
  face: FoundFace,
  portrait: ArrayLike<number>,
  part: PastedPart = "face",
): void {
  const size = Math.sqrt(portrait.length / 3);
  if (!Number.isInteger(size)) {
    throw new TypeError(`A portrait has size * size * 3 numbers, got ${portrait.length}`);
  }
  const maskOf = (side: number) =>
    part === "face" ? faceMask(toSquare(face.square, face.landmarks), side) : squareMask(side);
  const shown = maskOf(size), cut = cutPortrait(photograph, face.square, size);
  const rgb = matchColors(
    Float32Array.from(portrait),
    colorStatistics(portrait, shown),
    colorStatistics(cut, shown),
  );
  // Pixels much larger than the photograph's would show as squares.
  const factor = Math.min(LARGEST, Math.max(1, Math.round(face.square.side / size)));
  const fine = {
    size: factor * size,
    rgb: enlarge(rgb, size, factor),
    mask: maskOf(factor * size),
  };
  pasteFace(photograph, face.square, fine);
}

/** 1 in the middle, falling to 0 at the edges. */
function squareMask(size: number): Float32Array {
  const along = Float32Array.from({ length: size }, (_, i) => {
    const depth = (Math.min(i, size - 1 - i) + 0.5) / size, t = Math.min(1, depth / FEATHER);
    return t * t * (3 - 2 * t);
  });
  return Float32Array.from(
    { length: size * size },
    (_, i) => along[i % size] * along[Math.floor(i / size)],
  );
}
