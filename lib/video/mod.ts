/**
 * Face swap between people on video: finding and following faces, cutting them out of frames as
 * training images, laying translated ones back, and scoring the result.
 *
 * Swap only faces of people who have agreed to it, and do not pass a result off as real.
 * {@linkcode FrameWriter} and {@linkcode notePng} say in a result's metadata that it is synthetic.
 *
 * What finds and reads faces is in `/faces`. Its networks come from the npm package
 * `@vladmandic/face-api`, which importing this module fetches. That is why it is an entry of its
 * own. Videos are read and written by the program ffmpeg.
 *
 * @example
 * ```ts
 * import { useOfFrame } from "@im2im/im2im/video";
 * import { assertEquals } from "@std/assert";
 *
 * // Of a minute of video, what is a frame for?
 * const uses = [5, 19.5, 25, 30.5, 35].map((second) => useOfFrame(second, 60));
 * assertEquals(uses, ["train", "gap", "held-out", "gap", "train"]);
 * ```
 *
 * @module
 */
export type { Config } from "../config.ts";
export type { RgbImage } from "../images/crop.ts";
export type { Network } from "../networks/network.ts";
export type { Model } from "../networks/model.ts";

export * from "./compare_faces.ts";
export { type CroppedFrame, cropVideo } from "./crop_video.ts";
export { findFfmpeg } from "./ffmpeg.ts";
export * from "./held_out_faces.ts";
export * from "./manifest.ts";
export { probeVideo, type VideoInfo } from "./probe_video.ts";
export { readFrames, type ReadFramesOptions } from "./read_frames.ts";
export * from "./score_swap.ts";
export * from "./swap_faces.ts";
export * from "./swap_table.ts";
export * from "./synthetic_note.ts";
export * from "./time_blocks.ts";
export {
  type Finder,
  type FrameFace,
  type FrameState,
  type TrackedFrame,
  trackFaces,
} from "./track_faces.ts";
export * from "./track_video.ts";
export * from "./write_frames.ts";
