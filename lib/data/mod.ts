/**
 * Image sets: folders, CelebA and drawn faces, packed once and read as class-balanced batches.
 *
 * @example
 * ```ts
 * import { createConfig, Random } from "@im2im/im2im";
 * import { createBatcher, openData } from "@im2im/im2im/data";
 * import { assertEquals } from "@std/assert";
 *
 * const config = createConfig("tiny", { batch: 4 });
 * const packDir = await Deno.makeTempDir(), faces = { train: 10, heldOut: 2 };
 * using data = await openData("faces", config, { packDir, faces });
 * const { images, labels } = createBatcher(data.train, config, new Random(1)).next();
 * assertEquals([images.length, [...labels]], [4 * 32 * 32 * 3, [0, 1, 0, 1]]);
 * ```
 *
 * @module
 */
export type { Augmentation } from "./augment.ts";
export * from "./batches.ts";
export {
  drawIdentities,
  type Face,
  faceAttributes,
  type FaceDomain,
  faceDomains,
  faceOf,
  type HeldOutPool,
  type Identity,
  type IdentityPool,
  identityPool,
} from "./drawn/face_identity.ts";
export { heldOutIdentities, trainIdentities } from "./drawn/faces.ts";
export * from "./drawn/painted_portrait.ts";
export * from "./image_set.ts";
export { labelledImages } from "./labelled_images.ts";
export { packInMemory } from "./memory_pack.ts";
export * from "./open_data.ts";
export type { BegunSections, Fill, PackHeader, PackSink, Split } from "./pack.ts";
export type { FileStamp } from "./file_content.ts";
export type { Begun, DecodedBefore } from "./pack_file.ts";
export type { PictureChoice } from "./picture_choice.ts";
