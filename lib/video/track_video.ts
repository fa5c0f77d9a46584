/**
 * The face of a whole video, before any frame is changed.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import type { FaceFinder } from "../faces/face_finder.ts";
import { markBlurred } from "./mark_blurred.ts";
import { probeVideo, type VideoInfo } from "./probe_video.ts";
import { readFrames } from "./read_frames.ts";
import { smoothTrack } from "./smooth_track.ts";
import { type FrameState, type TrackedFrame, trackFaces } from "./track_faces.ts";

/** A video whose face has been followed from its first frame to its last. */
export interface VideoTrack {
  /** Where the video is. */
  readonly path: string;
  /** Its headers. */
  readonly info: VideoInfo;
  /** Every frame, its face smoothed over time. */
  readonly frames: readonly TrackedFrame[];
  /** What was wrong with the file, if anything: it may have broken off. */
  readonly damage?: string;
}

/**
 * Reads a video once and follows its face. The frames are not kept. Whoever needs them reads them
 * again, which costs far less than finding the faces.
 *
 * @param ffmpeg of findFfmpeg
 * @param finder the networks
 * @param path of the video
 * @param onProgress told how many frames are done, and how many there are if the file says so
 * @throws what probeVideo and readFrames throw
 */
export async function trackVideo(
  ffmpeg: string,
  finder: FaceFinder,
  path: string,
  onProgress: (done: number, total: number | undefined) => void = () => {},
): Promise<VideoTrack> {
  const info = await probeVideo(ffmpeg, path);
  const total = info.duration && Math.round(info.duration * info.rate);
  let damage: string | undefined;
  const read = readFrames(ffmpeg, path, {
    ...info,
    onDamage: (reason) => damage = reason,
  });
  const frames: TrackedFrame[] = [];
  for await (const frame of trackFaces(finder, read)) {
    frames.push(frame);
    onProgress(frames.length, total);
  }
  return { path, info, frames: smoothTrack(markBlurred(frames), info.rate), damage };
}

/** A frame of a video with what was found in it. */
export interface TrackedImage {
  /** What was found. */
  readonly tracked: TrackedFrame;
  /** The picture. */
  readonly image: RgbImage;
}

/**
 * Reads the frames of a tracked video again.
 *
 * @param ffmpeg of findFfmpeg
 * @param track of trackVideo
 */
export async function* trackedImages(
  ffmpeg: string,
  { path, info, frames }: VideoTrack,
): AsyncGenerator<TrackedImage> {
  let i = 0;
  for await (const image of readFrames(ffmpeg, path, info)) {
    if (i === frames.length) return;
    yield { tracked: frames[i++], image };
  }
}

/** The number of frames in each state. States without a frame are left out. */
export function countStates(frames: readonly TrackedFrame[]): Partial<Record<FrameState, number>> {
  const counts: Partial<Record<FrameState, number>> = {};
  for (const { state } of frames) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
