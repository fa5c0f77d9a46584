/**
 * A video as pictures of its face, all alike in size and place.
 *
 * @module
 */
import { fitFileName } from "../checkpoint/fit_file_name.ts";
import type { ManifestEntry } from "./manifest.ts";
import { type HeldOutBlocks, useOfFrame } from "./time_blocks.ts";
import { trackedImages, type VideoTrack } from "./track_video.ts";
import { cropFace } from "../faces/warp.ts";

/** One frame, cropped if it can be used. */
export interface CroppedFrame {
  /** Its line of the manifest. */
  readonly entry: ManifestEntry;
  /** size * size * 3 bytes, if `entry.file` names a picture. */
  readonly rgb?: Uint8Array;
}

/**
 * The beginning of the names of a video's pictures: its own name without the extension, with "_"
 * for every character but ASCII letters, digits, "_" and "-". It may be the same for two videos.
 *
 * @param video name or path of the file
 */
export function pictureStem(video: string): string {
  return video.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "").replace(/[^\w-]/g, "_");
}

/**
 * The name of a frame's picture; the name of a video that leaves no room for it is shortened.
 *
 * @param video name or path of the file
 * @param frame counted from 0
 */
export function pictureName(video: string, frame: number): string {
  return fitFileName(pictureStem(video), `-${String(frame).padStart(6, "0")}.png`);
}

/**
 * Crops every usable frame. For every other frame it gives the reason why there is no picture.
 * Frames beside a held-out block get no picture either.
 *
 * @param ffmpeg of findFfmpeg
 * @param track of trackVideo
 * @param size side of the pictures, in pixels
 * @param blocks which are held out
 */
export async function* cropVideo(
  ffmpeg: string,
  track: VideoTrack,
  size: number,
  blocks: HeldOutBlocks = "test",
): AsyncGenerator<CroppedFrame> {
  const { rate } = track.info, duration = track.frames.length / rate;
  const video = track.path.replace(/^.*[\\/]/, "");
  for await (const { tracked: { frame, state, face }, image } of trackedImages(ffmpeg, track)) {
    const time = frame / rate, use = useOfFrame(time, duration, blocks);
    const kept = state === "ok" && use !== "gap";
    const entry: ManifestEntry = {
      ...{ video, frame, time, state, use },
      ...kept && { file: pictureName(video, frame) },
      ...face && { square: face.square, landmarks: Array.from(face.landmarks) },
    };
    yield kept ? { entry, rgb: cropFace(image, face!.square, size) } : { entry };
  }
}
