/**
 * What `deno task align` did, beside the folder it made: `OUT.jsonl`, a line for each photograph.
 *
 * @module
 */
import type { FaceSquare, PortraitFlaw } from "../../lib/faces/mod.ts";
import { UsageError } from "./usage_error.ts";

/** What became of one face. */
export interface AlignedFace {
  /** The square of the photograph that was cut out. */
  readonly square: FaceSquare;
  /** The picture, seen from the folder; there unless the face was left out. */
  readonly file?: string;
  /** Why it was left out. */
  readonly flaw?: PortraitFlaw;
}

/** What became of one photograph. */
export interface AlignedPhoto {
  /** Its path, seen from the folder of the photographs. */
  readonly photo: string;
  /** Length in bytes and time of its last change, by which it is known again. */
  readonly stamp: string;
  /** Its faces, from left to right. */
  readonly faces: readonly AlignedFace[];
  /** Why there are none, e.g. no face. */
  readonly reason?: string;
}

/** How the pictures of a folder were made: they are all alike. */
export interface AlignedHow {
  /** Side of the pictures, in pixels. */
  readonly size: number;
  /** Flaws that are no reason to leave a face out. */
  readonly keep: readonly PortraitFlaw[];
}

/** The list that belongs to a folder. */
export function alignedListPath(out: string): string {
  return `${out.replace(/(.)[\\/]+$/, "$1")}.jsonl`;
}

/**
 * The photographs that are done, by their path. A last line that was not finished is left out.
 *
 * @param path of the list; there may be none yet
 * @param how the pictures will be made
 * @throws UsageError if those that are there were made otherwise, or the file is something else
 */
export function readAlignedList(path: string, how: AlignedHow): Map<string, AlignedPhoto> {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Map();
    throw error;
  }
  const [first, ...lines] = text.split("\n").slice(0, -1);
  let made: AlignedHow | undefined;
  try {
    made = JSON.parse(first);
  } catch {
    // It is no list, which is said below.
  }
  if (!Array.isArray(made?.keep)) {
    throw new UsageError(`${path} is not the list of an earlier align: name another --out`);
  }
  if (firstLine(made) !== firstLine(how)) {
    const words = ({ size, keep }: AlignedHow) =>
      `--size ${size}${keep.length ? ` --keep ${keep.map(keepName).join(",")}` : ""}`;
    throw new UsageError(
      `The pictures in --out were made with ${words(made)}, not ${words(how)}: name another folder`,
    );
  }
  return new Map(lines.map((line) => {
    const photo: AlignedPhoto = JSON.parse(line);
    return [photo.photo, photo];
  }));
}

/** The list's first line. */
export function firstLine({ size, keep }: AlignedHow): string {
  return JSON.stringify({ size, keep: [...keep].sort() });
}

/** A flaw as `--keep` takes it. */
export const keepName = (flaw: PortraitFlaw): string => flaw.replace(/^too /, "").replace(" ", "-");
