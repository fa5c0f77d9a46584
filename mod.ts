/**
 * Unsupervised image-to-image translation in two steps (arXiv 1701.02676), on Deno.
 *
 * Stage 1 trains an AC-GAN whose latent z all domains share and whose label c is the domain. Stage 2
 * freezes the generator and trains an encoder E by MSE(E(G(z, c)), z). Translation is
 * G(E(x), c_target).
 *
 * What a notebook or a program of twenty lines needs is here, in the order of use. The rest is under
 * `/config`, `/networks`, `/losses`, `/training`, `/data`, `/translation`, `/evaluation`, `/images`,
 * `/faces`, `/video`, `/kernels`, `/checkpoint` and `/notebook`.
 *
 * A bare verb works on tensors (`translate`), a name in `...Images` on arrays of any number of images
 * (`translateImages`), and a name in `...Picture` on the bytes of a file (`translatePicture`). What
 * holds files or tensors is disposed of by `using`, or by its `[Symbol.dispose]()`.
 *
 * @example From a picture to its translation
 * ```ts
 * import * as im2im from "@im2im/im2im";
 *
 * await im2im.selectBackend("wasm");
 * const model = await im2im.loadPretrained("faces-64");
 * const man = await Deno.readFile("fixtures/faces/man-1.png");
 * const woman = await im2im.translatePicture(model, man, "woman"); // the bytes of a PNG
 * console.log(woman.length);
 * ```
 *
 * @example A loop of your own
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import * as im2im from "@im2im/im2im";
 *
 * await im2im.selectBackend("wasm");
 * const config = im2im.createConfig("tiny", { gf: 4, df: 4, ef: 4, batch: 8, steps1: 2, steps2: 2 });
 * const packDir = await Deno.makeTempDir(), faces = { train: 16, heldOut: 4 };
 * const data = await im2im.openData("faces", config, { packDir, faces }); // or a folder of yours
 *
 * const training = im2im.createTraining(config, data.train.domains);
 * for await (const { step, losses } of im2im.trainStage1(training, data.train)) {
 *   if (losses) console.log(`stage 1, step ${step}`, losses);
 * }
 * for await (const { step, losses } of im2im.trainStage2(training, data.train)) {
 *   if (losses) console.log(`stage 2, step ${step}`, losses);
 * }
 *
 * const men = im2im.readImages(data.heldOut, 0, [0, 1]); // Float32Array, [2, 32, 32, 3]
 * const women = im2im.translate(training.model, tf.tensor4d(men, [2, 32, 32, 3]), "woman");
 * console.log(women.shape); // [2, 32, 32, 3]
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
} from "./lib/backend/select_backend.ts";

export { type Config, validateConfig } from "./lib/config.ts";
export { createConfig, type PresetName, presetNames } from "./lib/presets.ts";
export { Random } from "./lib/random.ts";

export { readFirstImages, readImages } from "./lib/data/batches.ts";
export type { DataSet, ImageSet } from "./lib/data/image_set.ts";
export { openData } from "./lib/data/open_data.ts";

export { applyDiscriminator, createDiscriminator } from "./lib/networks/discriminator.ts";
export { applyEncoder, createEncoder } from "./lib/networks/encoder.ts";
export { applyGenerator, createGenerator } from "./lib/networks/generator.ts";
export type { Model } from "./lib/networks/model.ts";
export { countParameters, type Network } from "./lib/networks/network.ts";

export { createTraining, type Training } from "./lib/training/training.ts";
export { stage1Step } from "./lib/training/stage1_step.ts";
export { stage2Step } from "./lib/training/stage2_step.ts";
export { type TrainEvent, trainStage1, trainStage2 } from "./lib/training/train.ts";
export { runTraining } from "./lib/training/run.ts";
export { loadModel, loadTraining, saveModel, saveTraining } from "./lib/training/checkpoint.ts";
export { loadPretrained } from "./lib/training/pretrained.ts";

export { encode, generate, translate } from "./lib/translation/translate.ts";
export {
  encodeImages,
  generateImages,
  translateImages,
} from "./lib/translation/translate_images.ts";
export { translatePicture } from "./lib/translation/translate_picture.ts";
export { translatePartly } from "./lib/translation/translate_partly.ts";
export { translateToEach } from "./lib/translation/translate_to_each.ts";
export { interpolate } from "./lib/translation/interpolate.ts";
export { estimateDomain } from "./lib/translation/estimate_domain.ts";
export { refineLatent } from "./lib/translation/refine_latent.ts";

export { evaluate } from "./lib/evaluation/evaluate.ts";
export type { Evaluation } from "./lib/evaluation/evaluation.ts";
export { latentR2 } from "./lib/evaluation/latent_r2.ts";
export { evaluationTable } from "./lib/evaluation/table.ts";

export { cropToSquare, type RgbImage } from "./lib/images/crop.ts";
export { decodeImage } from "./lib/images/decode_image.ts";
export { encodePng } from "./lib/images/encode_png.ts";
export { imageGrid } from "./lib/images/grid.ts";
