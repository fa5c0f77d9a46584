/**
 * The cropped faces that scores are taken on.
 *
 * @module
 */
import { cropToSquare } from "../images/crop.ts";
import { decodeImage } from "../images/decode_image.ts";
import type { FaceCrop } from "../faces/face_reader.ts";
import { type Landmarks, toSquare } from "../faces/face_square.ts";
import { type ManifestEntry, manifestPath, readManifest } from "./manifest.ts";
import type { FrameUse } from "./time_blocks.ts";

/** A frame that has a picture. */
export interface PicturedFrame extends ManifestEntry {
  /** Path of its picture. */
  readonly path: string;
  /** In the square's own coordinates, 0-1. */
  readonly points: Landmarks;
}

/**
 * The frames of a person that have a picture, in the order of time.
 *
 * @param root folder that `deno task crop` wrote
 * @param person name of the person's folder
 * @throws Deno.errors.NotFound if there is no manifest
 */
export async function picturedFrames(root: string, person: string): Promise<PicturedFrame[]> {
  const entries = await readManifest(manifestPath(root, person));
  return entries.flatMap((entry) => {
    const { file, square, landmarks } = entry;
    if (!file || !square || !landmarks) return [];
    const points = toSquare(square, Float32Array.from(landmarks));
    return { ...entry, path: `${root}/${person}/${file}`, points };
  });
}

/**
 * Pairs of neighbouring frames, evenly spread over those of one use.
 *
 * @param frames of one person
 * @param use what they are for
 * @param count how many pairs at most
 * @returns first, second, first, second, ...
 */
export function evenPairs(
  frames: readonly PicturedFrame[],
  use: FrameUse,
  count: number,
): PicturedFrame[] {
  const starts = frames.flatMap((a, i) => {
    const b = frames[i + 1];
    const follows = b?.video === a.video && b.frame === a.frame + 1;
    return follows && a.use === use && b.use === use ? i : [];
  });
  return evenly(starts, count).flatMap((i) => [frames[i], frames[i + 1]]);
}

/** At most `count` items, evenly spread. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, i) => items[Math.floor(i * items.length / taken)]);
}

/**
 * Reads the picture of a frame.
 *
 * @param frame one that has a picture
 * @param size side that it is brought to
 * @throws Error if the file is damaged
 */
export async function readCrop({ path, points }: PicturedFrame, size: number): Promise<FaceCrop> {
  const image = await decodeImage(await Deno.readFile(path));
  const rgb = image.width === size && image.height === size ? image.rgb : cropToSquare(image, size);
  return { image: { width: size, height: size, rgb }, near: points.map((v) => v * size) };
}
