/**
 * The face of a video, from frame to frame.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import type { FaceFinder, LocatedFace } from "./face_finder.ts";
import { type FaceSquare, type Landmarks, squareOfFace } from "./face_square.ts";
import type { FaceBox } from "./faces/detector.ts";
import { TRUNK_SIDE } from "./faces/dense_blocks.ts";
import { sharpness } from "./sharpness.ts";

/** Why a frame cannot be used, or "ok". */
export type FrameState = "ok" | "no face" | "several faces" | "cut off" | "blurred";

/** A face that was found in a frame. */
export interface FrameFace {
  /** In pixels of the frame. */
  readonly landmarks: Landmarks;
  /** The square around it. */
  readonly square: FaceSquare;
  /** See {@linkcode sharpness}. */
  readonly sharpness: number;
}

/** What {@linkcode trackFaces} asks of a {@linkcode FaceFinder}. */
export type Finder = Pick<FaceFinder, "detect" | "locate">;

/** What was found in one frame. */
export interface TrackedFrame {
  /** Number of the frame, from 0. */
  readonly frame: number;
  /** Whether it can be used. */
  readonly state: FrameState;
  /** The face; there unless the state is "no face" or "several faces". */
  readonly face?: FrameFace;
}

/** The detector looks at one frame out of this many; between, landmarks follow from the last. */
const DETECT_EVERY = 6;
/** Between two frames a face moves by less than this, in sides of its square. */
const LARGEST_STEP = 0.3;

/**
 * Follows the one face of a video.
 *
 * The detector runs every few frames and after every loss. In between, the landmarks of a frame are
 * looked for where they were the frame before, which is faster and steadier than a new box.
 *
 * @param finder the networks
 * @param frames in their order
 */
export async function* trackFaces(
  finder: Finder,
  frames: AsyncIterable<RgbImage>,
): AsyncGenerator<TrackedFrame> {
  let last: FrameFace | undefined, several = false, frame = 0;
  for await (const image of frames) {
    let found = last && frame % DETECT_EVERY ? await followFace(finder, image, last) : undefined;
    if (!found) {
      const boxes = await finder.detect(image);
      several = isCrowd(boxes);
      found = boxes.length && !several ? faceOf(await finder.locate(image, boxes[0])) : undefined;
    }
    last = found;
    if (found) {
      yield { frame, state: isCutOff(image, found.landmarks) ? "cut off" : "ok", face: found };
    } else {
      yield { frame, state: several ? "several faces" : "no face" };
    }
    frame++;
  }
}

async function followFace(finder: Finder, image: RgbImage, last: FrameFace) {
  const found = faceOf(await finder.locate(image, last.landmarks));
  if (!found) return undefined;
  const { x, y, side } = last.square;
  const step = Math.hypot(found.square.x - x, found.square.y - y) / side;
  const growth = Math.abs(Math.log(found.square.side / side));
  return step < LARGEST_STEP && growth < LARGEST_STEP ? found : undefined;
}

function faceOf({ landmarks, view }: LocatedFace): FrameFace | undefined {
  const square = squareOfFace(landmarks);
  return square && { landmarks, square, sharpness: sharpness(view, TRUNK_SIDE) };
}

/** Whether a second face is near the first in size: a small one behind does no harm. */
function isCrowd([first, second]: readonly FaceBox[]): boolean {
  return second !== undefined && second.width * second.height > 0.25 * first.width * first.height;
}

/** Whether a landmark lies outside of the frame. */
function isCutOff({ width, height }: RgbImage, landmarks: Landmarks): boolean {
  return landmarks.some((value, i) => value < 0 || value > (i & 1 ? height : width));
}

/** A frame is blurred if it has less than this share of the usual sharpness of its video. */
const BLURRED = 0.4;

/**
 * Marks the frames that are far less sharp than the video's median frame.
 *
 * @param track all frames of a video
 * @returns the same frames; where "ok" was wrong, "blurred" instead
 */
export function markBlurred(track: readonly TrackedFrame[]): TrackedFrame[] {
  const values = track.flatMap(({ state, face }) => state === "ok" ? face!.sharpness : []).sort((
    a,
    b,
  ) => a - b);
  const limit = BLURRED * (values[values.length >> 1] ?? 0);
  return track.map((tracked) =>
    tracked.state === "ok" && tracked.face!.sharpness < limit
      ? { ...tracked, state: "blurred" }
      : tracked
  );
}
