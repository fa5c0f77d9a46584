/**
 * The parts of im2im that run in a browser: networks, both training loops, translation, checkpoints as
 * bytes, pictures by the browser's own decoders. Nothing here needs a file system, and nothing is
 * imported from Node.
 *
 * A program bundles it, for example by `deno bundle --platform browser`, and serves the file
 * `tfjs-backend-wasm-simd.wasm` of the package @tensorflow/tfjs-backend-wasm beside itself, or says by
 * {@linkcode provideAssets} where it is. Threads need the headers COOP and COEP; without them one
 * thread runs. On wasm all of it belongs into a worker, because a page's main thread may not wait;
 * {@linkcode EngineClient} calls an engine that does so.
 *
 * @example
 * ```ts
 * import * as im2im from "@im2im/im2im/browser";
 * import { assertEquals } from "@std/assert";
 *
 * await im2im.selectBackend("wasm");
 * const small = { gf: 4, df: 4, ef: 4, batch: 8, steps1: 1, steps2: 1 };
 * const config = im2im.createConfig("tiny", small);
 * using data = await im2im.openFaces({ size: 32, seed: 1, train: 16, heldOut: 4 });
 * const training = im2im.createTraining(config, data.train.domains);
 * for await (const { step } of im2im.trainStage1(training, data.train)) console.log(step);
 * for await (const { step } of im2im.trainStage2(training, data.train)) console.log(step);
 * const bytes = await im2im.encodeModel(training); // to be saved
 * assertEquals(im2im.decodeModel("mine", bytes).domains, ["man", "woman"]);
 * ```
 *
 * @module
 */
export {
  backendLine,
  selectBackend,
  type SelectedBackend,
  type SelectOptions,
  type WantedBackend,
} from "../backend/select_backend.ts";
export { type Asset, type AssetProvider, provideAssets } from "../read_asset.ts";

export { type Config, validateConfig } from "../config.ts";
export { createConfig, type PresetName, presetNames } from "../presets.ts";
export { Random } from "../random.ts";

export { readFirstImages, readImages } from "../data/batches.ts";
export type { FacesOptions } from "../data/drawn/faces.ts";
export type { DataSet, DrawnIdentities, ImageSet, Skipped } from "../data/image_set.ts";
export { packInMemory } from "../data/memory_pack.ts";
export type { FileStamp } from "../data/file_content.ts";
export type { BegunSections, Fill, PackHeader, PackSink, Split } from "../data/pack.ts";
export type { Begun, DecodedBefore } from "../data/pack_file.ts";
export { type DrawingOptions, openFaces } from "./open_faces.ts";
export { packPictures, type PackPicturesOptions, type PictureFolder } from "./pack_pictures.ts";

export type { Model } from "../networks/model.ts";
export { createTraining, type Training } from "../training/training.ts";
export { type TrainEvent, type TrainOptions, trainStage1, trainStage2 } from "../training/train.ts";
export { CheckpointError } from "../training/checkpoint_description.ts";
export { decodeModel, decodeTraining, type ResumeOptions } from "../training/decode_checkpoint.ts";
export {
  encodeModel,
  encodeTraining,
  type TrainedNetworks,
} from "../training/encode_checkpoint.ts";
export { decodePretrained, type PretrainedName, pretrainedNames } from "../training/pretrained.ts";

export { estimateDomain } from "../translation/estimate_domain.ts";
export { interpolate } from "../translation/interpolate.ts";
export {
  type PrincipalDirections,
  principalDirections,
} from "../translation/principal_directions.ts";
export { encode, generate, translate } from "../translation/translate.ts";
export { encodeImages, generateImages, translateImages } from "../translation/translate_images.ts";
export { translatePartly } from "../translation/translate_partly.ts";
export { translateToEach } from "../translation/translate_to_each.ts";

export { cropToSquare, type RgbImage } from "../images/crop.ts";
export { encodePng } from "../images/encode_png.ts";
export { imageGrid } from "../images/grid.ts";
export { decodePicture } from "./decode_picture.ts";

export {
  EngineClient,
  EngineEndedError,
  type EngineListeners,
  type EngineWorker,
} from "./engine/engine_client.ts";
export type * from "./engine/messages.ts";
