/**
 * The record of every frame, beside the pictures: one JSON line for each frame.
 *
 * @module
 */
import type { FaceSquare } from "../faces/face_square.ts";
import type { FrameUse } from "./time_blocks.ts";
import type { FrameState } from "./track_faces.ts";

/** One frame. */
export interface ManifestEntry {
  /** Name of the video's file. */
  readonly video: string;
  /** Number of the frame, from 0. */
  readonly frame: number;
  /** Its time, in seconds. */
  readonly time: number;
  /** Whether it could be used. */
  readonly state: FrameState;
  /** What it is for. */
  readonly use: FrameUse;
  /** Name of its picture within the person's folder, if one was written. */
  readonly file?: string;
  /** The square that was cut out: centre, side and angle, in pixels of the frame and radians. */
  readonly square?: FaceSquare;
  /** 68 landmarks in pixels of the frame, x, y, x, y, ... */
  readonly landmarks?: readonly number[];
}

/** Where the manifest of a person is: beside the person's folder. */
export function manifestPath(root: string, person: string): string {
  return `${root}/${person}.jsonl`;
}

/** Entries as the text of a manifest, numbers rounded to a hundredth (the angle to a ten-thousandth). */
export function manifestText(entries: readonly ManifestEntry[]): string {
  const lines = entries.map((entry) =>
    JSON.stringify(entry, (key, value) => {
      if (typeof value !== "number") return value;
      const unit = key === "angle" ? 1e4 : key === "time" ? 1e3 : 1e2;
      return Math.round(value * unit) / unit;
    })
  );
  return lines.join("\n") + "\n";
}

/**
 * Reads a manifest.
 *
 * @param path of the file
 * @throws Deno.errors.NotFound if there is none; Error that names the line if one is damaged
 */
export async function readManifest(path: string): Promise<ManifestEntry[]> {
  const text = await Deno.readTextFile(path);
  return text.split("\n").flatMap((line, i) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as ManifestEntry];
    } catch {
      throw new Error(`${path}, line ${i + 1} is damaged: crop the videos again`);
    }
  });
}
