/**
 * The face of a video, from frame to frame.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import type { FaceFinder, LocatedFace } from "../faces/face_finder.ts";
import { type FaceSquare, type Landmarks, squareOfFace } from "../faces/face_square.ts";
import type { FaceBox } from "../faces/detector.ts";
import { TRUNK_SIDE } from "../faces/dense_blocks.ts";
import { sharpness } from "../faces/sharpness.ts";

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

/**
 * The detector looks at one frame out of this many. In between, landmarks are followed from frame
 * to frame.
 */
const DETECT_EVERY = 6;
/** Between two frames a face moves by less than this, in sides of its square. */
const LARGEST_STEP = 0.3;

/**
 * Whether a face differs too much in place or size from the frame before to be followed. Then the
 * shot was cut, or it is another face.
 *
 * @param last where it was
 * @param next where it is now
 */
export function isCut(last: FaceSquare, next: FaceSquare): boolean {
  const step = Math.hypot(next.x - last.x, next.y - last.y) / last.side;
  const growth = Math.abs(Math.log(next.side / last.side));
  return !(step < LARGEST_STEP && growth < LARGEST_STEP);
}

/**
 * Follows the one face of a video.
 *
 * The detector runs every few frames, and whenever the face is lost. In between, the landmarks of a
 * frame are looked for where they were in the frame before, which is faster and steadier than a new
 * box. The landmark network sees a face in anything. So frames that were only followed wait until
 * the detector has found the face once more. If it does not, it looks at each of them.
 *
 * @param finder the networks
 * @param frames in their order
 */
export async function* trackFaces(
  finder: Finder,
  frames: AsyncIterable<RgbImage>,
): AsyncGenerator<TrackedFrame> {
  let last: FrameFace | undefined, followed: FollowedFrame[] = [], frame = 0;
  for await (const image of frames) {
    const face = last && frame % DETECT_EVERY ? await followFace(finder, image, last) : undefined;
    if (face) {
      last = face;
      followed.push({ image, tracked: describe(frame, image, face) });
    } else {
      const found = await detectFace(finder, image, frame);
      yield* found.face ? followed.map(({ tracked }) => tracked) : checked(finder, followed);
      yield found;
      last = found.face;
      followed = [];
    }
    frame++;
  }
  yield* checked(finder, followed);
}

/** A frame whose face was followed but not yet found by the detector. */
interface FollowedFrame {
  readonly image: RgbImage;
  readonly tracked: TrackedFrame;
}

async function* checked(
  finder: Finder,
  followed: readonly FollowedFrame[],
): AsyncGenerator<TrackedFrame> {
  for (const { image, tracked } of followed) {
    const missing = whyNoFace(await finder.detect(image));
    yield missing ? { frame: tracked.frame, state: missing } : tracked;
  }
}

async function detectFace(finder: Finder, image: RgbImage, frame: number): Promise<TrackedFrame> {
  const boxes = await finder.detect(image), missing = whyNoFace(boxes);
  if (missing) return { frame, state: missing };
  const face = faceOf(await finder.locate(image, boxes[0]));
  return face ? describe(frame, image, face) : { frame, state: "no face" };
}

/**
 * A second face counts only if it is nearly as large as the first. A small one behind does no harm.
 */
function whyNoFace([first, second]: readonly FaceBox[]): FrameState | undefined {
  if (!first) return "no face";
  const share = second ? second.width * second.height / (first.width * first.height) : 0;
  return share > 0.25 ? "several faces" : undefined;
}

function describe(frame: number, image: RgbImage, face: FrameFace): TrackedFrame {
  return { frame, state: isCutOff(image, face.landmarks) ? "cut off" : "ok", face };
}

async function followFace(finder: Finder, image: RgbImage, last: FrameFace) {
  const found = faceOf(await finder.locate(image, last.landmarks));
  return found && !isCut(last.square, found.square) ? found : undefined;
}

function faceOf({ landmarks, view }: LocatedFace): FrameFace | undefined {
  const square = squareOfFace(landmarks);
  return square && { landmarks, square, sharpness: sharpness(view, TRUNK_SIDE) };
}

/** Whether a landmark lies outside of the frame. */
function isCutOff({ width, height }: RgbImage, landmarks: Landmarks): boolean {
  return landmarks.some((value, i) => value < 0 || value > (i & 1 ? height : width));
}
