/**
 * Every face of a photograph, whatever its size, turned or not.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { shrinkPicture } from "../images/shrink_picture.ts";
import { turnUpright } from "../images/turn_upright.ts";
import { alignFace } from "./align_face.ts";
import type { FaceBox } from "./detector.ts";
import type { FaceFinder } from "./face_finder.ts";
import type { FaceSquare, Landmarks } from "./face_square.ts";
import { cropFace } from "./warp.ts";

/** A face of a photograph. */
export interface FoundFace {
  /** In pixels of the photograph. */
  readonly landmarks: Landmarks;
  /** The square that shows it aligned, see {@linkcode alignFace}. */
  readonly square: FaceSquare;
}

/** What {@linkcode findFaces} asks of a {@linkcode FaceFinder}. */
export type PortraitFinder = Pick<FaceFinder, "detectEach" | "locate">;

/** Faces are looked for in a copy whose longer side is less than twice this. */
const COPY_SIDE = 1152;
/**
 * Ways in which a photograph is turned, by their number in EXIF, and how far a face is turned in the
 * photograph that is upright then. They are tried until one shows faces that are upright.
 */
const ORIENTATIONS = [[1, 0], [6, -Math.PI / 2], [8, Math.PI / 2], [3, Math.PI]] as const;
/** Cosine of the angle up to which a face is upright. */
const UPRIGHT = Math.cos(0.8);
/** Small faces are looked for only where the photograph is upright. */
const TURNED_SIDE = 640;
/** Side of the picture in which a face is confirmed, and of its square in sides of the face's. */
const CONFIRMED = { side: 160, sides: 2.5 };
/** Width of the detector's box in sides of the aligned square; it is about 0.95. */
const BOX = { least: 0.5, most: 1.75 };
/** Two squares nearer than this are one face, in their sides. */
const SAME_FACE = 0.4;

/**
 * Finds the faces of a photograph. Each is detected in a smaller copy, located in the photograph, and
 * counts only if the detector sees it once more where its landmarks are, and surer upright than upside
 * down. Where no face is upright, the photograph is tried on its sides and upside down.
 *
 * @param finder the networks
 * @param image the photograph, of any size
 * @returns from left to right; none if there is no face
 */
export async function findFaces(finder: PortraitFinder, image: RgbImage): Promise<FoundFace[]> {
  const longer = Math.max(image.width, image.height);
  const factor = Math.max(1, Math.floor(longer / COPY_SIDE)), copy = shrinkPicture(image, factor);
  const found: FoundFace[] = [];
  for (const [orientation, turn] of ORIENTATIONS) {
    const turned = turnUpright(copy, orientation);
    let isUpright = true;
    for (const box of await finder.detectEach(turned, turn === 0 ? undefined : TURNED_SIDE)) {
      const { landmarks } = await finder.locate(turned, box);
      const back = turnedBack(landmarks, copy, orientation).map((value) => value * factor);
      const face = await confirmed(finder, image, back);
      if (!face || found.some((other) => isSame(other.square, face.square))) continue;
      found.push(face);
      if (Math.cos(face.square.angle - turn) < UPRIGHT) isUpright = false;
    }
    if (found.length && isUpright) break;
  }
  return found.sort((a, b) => a.square.x - b.square.x);
}

/** The face at its full resolution; undefined if it is none when seen alone. */
async function confirmed(
  finder: PortraitFinder,
  image: RgbImage,
  near: Landmarks,
): Promise<FoundFace | undefined> {
  const { landmarks } = await finder.locate(image, near), square = alignFace(landmarks);
  if (!square) return undefined;
  const { side, sides } = CONFIRMED, wide = { ...square, side: sides * square.side };
  const view = { width: side, height: side, rgb: cropFace(image, wide, side) };
  const scoreOf = async (view: RgbImage) => {
    const boxes = await finder.detectEach(view, side);
    const there = boxes.filter((box) => isThere(box, side / 2, side / sides));
    return Math.max(0, ...there.map(({ score }) => score));
  };
  const score = await scoreOf(view);
  if (score === 0 || await scoreOf(turnUpright(view, 3)) > score) return undefined;
  return { landmarks, square };
}

/** Whether a box is where the face of a square of that unit is, and as large. */
function isThere({ x, y, width, height }: FaceBox, middle: number, unit: number): boolean {
  const apart = Math.hypot(x + width / 2 - middle, y + height / 2 - middle) / unit;
  return apart < SAME_FACE && width > BOX.least * unit && width < BOX.most * unit;
}

const isSame = (a: FaceSquare, b: FaceSquare) =>
  Math.hypot(a.x - b.x, a.y - b.y) < SAME_FACE * Math.max(a.side, b.side);

/** Points of a picture that turnUpright has turned, in the picture as it was. */
function turnedBack(
  points: Landmarks,
  { width, height }: RgbImage,
  orientation: typeof ORIENTATIONS[number][0],
): Landmarks {
  if (orientation === 1) return points;
  return points.map((_, i) => {
    const x = points[i & ~1], y = points[i | 1], isY = i & 1;
    if (orientation === 6) return isY ? height - x : y;
    if (orientation === 8) return isY ? x : width - y;
    return isY ? height - y : width - x;
  });
}
