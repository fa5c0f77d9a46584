/**
 * Unsupervised image-to-image translation in two steps (arXiv 1701.02676), on Deno.
 *
 * Stage 1 trains an AC-GAN whose latent z all domains share and whose label c is the domain. Stage 2
 * freezes the generator and trains an encoder E by MSE(E(G(z, c)), z). Translation is
 * G(E(x), c_target).
 *
 * A loop of your own takes twenty lines:
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import * as im2im from "@im2im/im2im";
 *
 * await im2im.selectBackend("wasm");
 * const config = im2im.createConfig("tiny", { gf: 4, df: 4, ef: 4, batch: 8, steps1: 2, steps2: 2 });
 * const data = await im2im.openData("faces", {
 *   size: config.size,
 *   seed: config.seed,
 *   heldOut: config.heldOut,
 *   faces: { train: 16, heldOut: 4 },
 *   packDir: await Deno.makeTempDir(),
 * });
 *
 * const training = im2im.createTraining(config, data.train.domains);
 * for await (const { step, losses } of im2im.trainStage1(training, data.train)) {
 *   if (losses) console.log(`stage 1, step ${step}`, losses);
 * }
 * for await (const { step, losses } of im2im.trainStage2(training, { images: data.train })) {
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
export * from "./lib/config.ts";
export * from "./lib/presets.ts";
export * from "./lib/random.ts";

export * from "./lib/backend/select_backend.ts";

export * from "./lib/checkpoint/safetensors.ts";
export * from "./lib/images/crop.ts";
export * from "./lib/images/decode_image.ts";
export * from "./lib/images/encode_png.ts";
export * from "./lib/images/grid.ts";

export type { Augmentation } from "./lib/data/augment.ts";
export * from "./lib/data/batches.ts";
export * from "./lib/data/drawn/face_identity.ts";
export { heldOutIdentities, trainIdentities } from "./lib/data/drawn/faces.ts";
export * from "./lib/data/check_image_set.ts";
export * from "./lib/data/image_set.ts";
export * from "./lib/data/open_data.ts";

export * from "./lib/networks/discriminator.ts";
export * from "./lib/networks/encoder.ts";
export * from "./lib/networks/generator.ts";
export * from "./lib/networks/network.ts";
export * from "./lib/networks/network_plan.ts";

export * from "./lib/losses/adversarial_loss.ts";
export * from "./lib/losses/class_loss.ts";
export * from "./lib/losses/consistency_loss.ts";
export * from "./lib/losses/invariance_loss.ts";
export * from "./lib/losses/latent_loss.ts";
export * from "./lib/losses/wavelet_loss.ts";

export * from "./lib/training/adam.ts";
export * from "./lib/training/checkpoint.ts";
export * from "./lib/training/diff_augment.ts";
export * from "./lib/training/erase_domain.ts";
export * from "./lib/training/instance_noise.ts";
export * from "./lib/training/gradients.ts";
export * from "./lib/training/latent.ts";
export * from "./lib/networks/model.ts";
export * from "./lib/training/read_losses.ts";
export * from "./lib/training/run.ts";
export * from "./lib/training/stage1_step.ts";
export * from "./lib/training/stage2_step.ts";
export * from "./lib/training/train.ts";
export * from "./lib/training/training.ts";

export * from "./lib/translation/domain_labels.ts";
export * from "./lib/translation/estimate_domain.ts";
export * from "./lib/translation/interpolate.ts";
export * from "./lib/translation/refine_latent.ts";
export * from "./lib/translation/translate.ts";
export * from "./lib/translation/translate_images.ts";
export * from "./lib/translation/translate_partly.ts";
export * from "./lib/translation/translate_to_each.ts";

export * from "./lib/evaluation/classifier.ts";
export * from "./lib/evaluation/evaluate.ts";
export * from "./lib/evaluation/evaluation.ts";
export * from "./lib/evaluation/kernel_distance.ts";
export * from "./lib/evaluation/latent_r2.ts";
export * from "./lib/evaluation/nearest_images.ts";
export * from "./lib/evaluation/pictures.ts";
export * from "./lib/evaluation/read_evaluation.ts";
export * from "./lib/evaluation/reconstruction.ts";
export * from "./lib/evaluation/table.ts";
