/**
 * Real faces: found, located by 68 landmarks, cut out upright, read (identity, expression, pose,
 * mouth, eyes, line of sight), masked and laid back.
 *
 * @example
 * ```ts
 * import { FaceFinder } from "@im2im/im2im/faces";
 * import { install } from "@im2im/im2im/kernels";
 * import { assertEquals } from "@std/assert";
 *
 * await install("wasm");
 * using finder = await FaceFinder.load();
 * const wall = { width: 64, height: 64, rgb: new Uint8Array(64 * 64 * 3).fill(180) };
 * assertEquals(await finder.detect(wall), []); // or the boxes of its faces, surest first
 * ```
 *
 * @module
 */
export type { RgbImage } from "../images/crop.ts";
export * from "./align_face.ts";
export * from "./color_match.ts";
export * from "./cut_portrait.ts";
export type { DetectOptions, FaceBox } from "./detector.ts";
export * from "./face_finder.ts";
export { faceMask } from "./face_mask.ts";
export * from "./face_measures.ts";
export * from "./face_reader.ts";
export * from "./face_square.ts";
export * from "./find_faces.ts";
export * from "./find_portraits.ts";
export { nearestByLandmarks } from "./nearest_face.ts";
export { lineOfSight } from "./gaze.ts";
export * from "./paste_portrait.ts";
export { sharpness } from "./sharpness.ts";
export * from "./warp.ts";
