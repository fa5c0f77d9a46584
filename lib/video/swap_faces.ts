/**
 * The swap of faces in frames: each face is cropped, translated, matched in colour and laid back.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { unitsOfBytes } from "../images/unit_range.ts";
import type { Model } from "../networks/model.ts";
import { encodeImages, generateImages } from "../translation/translate_images.ts";
import { blendStatistics, type ColorStatistics, colorStatistics } from "../faces/color_match.ts";
import { matchColors } from "../faces/color_match.ts";
import type { FaceFinder } from "../faces/face_finder.ts";
import { faceMask } from "../faces/face_mask.ts";
import { type FaceSquare, type Landmarks, toSquare } from "../faces/face_square.ts";
import { type FrameFace, type FrameState, isCut } from "./track_faces.ts";
import type { TrackedImage } from "./track_video.ts";
import { cropFace, pasteFace } from "../faces/warp.ts";

/** What {@linkcode swapFaces} does. */
export interface SwapOptions {
  /** The domain, that is the person, whose face is put in. */
  readonly to: string;
  /** How much of the last frame's z is kept, from 0 (none, if left out) to below 1. */
  readonly smooth?: number;
  /** Frames that are translated at a time; 16 if left out. */
  readonly batch?: number;
  /**
   * Finds the new face's own outline, e.g. a {@linkcode FaceFinder}. Where the new outline is
   * narrower than the old one, what G drew behind it does not show. If left out, the mask is the
   * old face's outline.
   */
  readonly finder?: Pick<FaceFinder, "locate">;
}

/** One frame of the result. */
export interface SwappedFrame {
  /** Number of the frame, from 0. */
  readonly frame: number;
  /** What was found in it. */
  readonly state: FrameState;
  /** Whether the face was swapped; if not, `image` is the original. */
  readonly swapped: boolean;
  /** The result. */
  readonly image: RgbImage;
  /** The frame as it was. */
  readonly original: RgbImage;
}

/**
 * The states of faces that are swapped. Blurred ones are too, since a lone frame of the old face
 * would flash.
 */
const swappable: ReadonlySet<FrameState> = new Set(["ok", "blurred"]);
/** Share of a frame's own colours in their running mean. */
const NEW_LIGHT = 0.1;

/**
 * Share of a frame in the running mean of the difference between the new outline and the old one.
 */
const NEW_OUTLINE = 0.2;

/** A frame, and whether its face comes after a gap or a cut. Nothing is then carried over to it. */
interface Found extends TrackedImage {
  readonly isNew: boolean;
}

/** What is carried from frame to frame besides z, to keep the result steady. */
interface Memory {
  outline?: Float32Array;
  input?: ColorStatistics;
  output?: ColorStatistics;
}

/**
 * Swaps the face of every frame that shows one, and passes the others through.
 *
 * @param model a model whose both stages are trained
 * @param frames with the faces that were found in them
 * @param options whose face, how steady
 * @throws RangeError if there is no such domain, or smooth is out of range
 */
export async function* swapFaces(
  model: Model,
  frames: AsyncIterable<TrackedImage>,
  { to, smooth = 0, batch = 16, finder }: SwapOptions,
): AsyncGenerator<SwappedFrame> {
  if (!(smooth >= 0 && smooth < 1)) {
    throw new RangeError(`smooth must be from 0 to below 1, got ${smooth}`);
  }
  let z: Float32Array | undefined, memory: Memory = {};
  for await (const group of grouped(markNew(frames), batch)) {
    const faces = group.filter(isSwappable), { size } = model.config;
    const crops = faces.map(({ tracked, image }) => cropFace(image, tracked.face!.square, size));
    const latents = await encodeImages(model, unitsOfBytes(crops), batch);
    z = steady(faces, latents, smooth, z);
    const results = await generateImages(model, latents, to, batch);
    let next = 0;
    for (const found of group) {
      const { tracked: { frame, state, face }, image } = found;
      if (!isSwappable(found)) {
        yield { frame, state, swapped: false, image, original: image };
        continue;
      }
      if (found.isNew) memory = {};
      const result = results.subarray(next * size * size * 3, (next + 1) * size * size * 3);
      const translation = { crop: crops[next++], result: result.map(unitToByte), size };
      const mask = await maskOf(face!, translation, memory, finder);
      const swapped = layBack(image, face!, translation, mask, memory);
      yield { frame, state, swapped: true, image: swapped, original: image };
    }
  }
}

const isSwappable = ({ tracked }: TrackedImage) => swappable.has(tracked.state);

async function* markNew(frames: AsyncIterable<TrackedImage>): AsyncGenerator<Found> {
  let last: FaceSquare | undefined;
  for await (const found of frames) {
    const square = isSwappable(found) ? found.tracked.face!.square : undefined;
    yield { ...found, isNew: !!square && (!last || isCut(last, square)) };
    last = square;
  }
}

const unitToByte = (value: number) => (value + 1) * 127.5;

interface Translation {
  readonly crop: Uint8Array;
  /** As bytes are, 0 to 255, but not rounded. */
  readonly result: Float32Array;
  readonly size: number;
}

/** The part of the new face that shows: what lies in the old face's outline and in its own. */
async function maskOf(
  face: FrameFace,
  { result, size }: Translation,
  memory: Memory,
  finder: SwapOptions["finder"],
): Promise<Float32Array> {
  const old = toSquare(face.square, face.landmarks), mask = faceMask(old, size);
  if (!finder) return mask;
  const picture = { width: size, height: size, rgb: Uint8Array.from(result, Math.round) };
  const { landmarks } = await finder.locate(picture, old.map((v) => v * size));
  const apart = landmarks.map((v, i) => v / size - old[i]);
  const last = memory.outline ?? apart;
  memory.outline = apart.map((v, i) => last[i] + NEW_OUTLINE * (v - last[i]));
  const own = faceMask(old.map((v, i) => v + memory.outline![i]) as Landmarks, size);
  return mask.map((share, i) => Math.min(share, own[i]));
}

function layBack(
  image: RgbImage,
  face: FrameFace,
  { crop, result, size }: Translation,
  mask: Float32Array,
  memory: Memory,
): RgbImage {
  const input = colorStatistics(crop, mask), output = colorStatistics(result, mask);
  memory.input = memory.input ? blendStatistics(memory.input, input, NEW_LIGHT) : input;
  memory.output = memory.output ? blendStatistics(memory.output, output, NEW_LIGHT) : output;
  const rgb = matchColors(result, memory.output, memory.input);
  const swapped = { ...image, rgb: image.rgb.slice() };
  pasteFace(swapped, face.square, { size, rgb, mask });
  return swapped;
}

/**
 * Mixes each row in place: (1 - smooth) of itself and smooth of the row of the frame before.
 *
 * @param faces the frames of the rows
 * @param latents a row of z each
 * @param smooth share of the row before
 * @param last the row before the first
 * @returns the last row
 */
function steady(
  faces: readonly Found[],
  latents: Float32Array,
  smooth: number,
  last: Float32Array | undefined,
): Float32Array | undefined {
  const width = latents.length / faces.length;
  for (const [k, { isNew }] of faces.entries()) {
    const row = latents.subarray(k * width, (k + 1) * width), before = isNew ? undefined : last;
    if (before) row.forEach((value, i) => row[i] = value + smooth * (before[i] - value));
    last = row;
  }
  return last;
}

async function* grouped<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    if (group.push(item) === size) {
      yield group;
      group = [];
    }
  }
  if (group.length) yield group;
}

/**
 * Two pictures of one size beside each other.
 *
 * @param left picture
 * @param right picture
 * @throws TypeError if their sizes differ
 */
export function besideEachOther(left: RgbImage, right: RgbImage): RgbImage {
  if (left.width !== right.width || left.height !== right.height) {
    throw new TypeError(`Pictures beside each other must have the same size`);
  }
  const { width, height } = left, row = width * 3, rgb = new Uint8Array(2 * row * height);
  for (let y = 0; y < height; y++) {
    rgb.set(left.rgb.subarray(y * row, (y + 1) * row), 2 * y * row);
    rgb.set(right.rgb.subarray(y * row, (y + 1) * row), (2 * y + 1) * row);
  }
  return { width: 2 * width, height, rgb };
}
