/**
 * Blurred frames of a video.
 *
 * @module
 */
import type { TrackedFrame } from "./track_faces.ts";

/** A frame is blurred if it has less than this share of the usual sharpness of its video. */
const BLURRED = 0.4;

/**
 * Marks the frames that are far less sharp than the video's median frame.
 *
 * @param track all frames of a video
 * @returns the same frames; where "ok" was wrong, "blurred" instead
 */
export function markBlurred(track: readonly TrackedFrame[]): TrackedFrame[] {
  const values = track.flatMap(({ state, face }) => state === "ok" ? face!.sharpness : []);
  values.sort((a, b) => a - b);
  const limit = BLURRED * (values[values.length >> 1] ?? 0);
  return track.map((tracked) =>
    tracked.state === "ok" && tracked.face!.sharpness < limit
      ? { ...tracked, state: "blurred" }
      : tracked
  );
}
