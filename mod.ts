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
 * for await (const { step, losses } of im2im.trainStage2(training)) {
 *   if (losses) console.log(`stage 2, step ${step}`, losses);
 * }
 *
 * const men = im2im.readImages(data.heldOut, 0, [0, 1]); // Float32Array, [2, 32, 32, 3]
 * const women = im2im.translate(training.model, im2im.tf.tensor4d(men, [2, 32, 32, 3]), "woman");
 * console.log(women.shape); // [2, 32, 32, 3]
 * ```
 *
 * @module
 */
export * as tf from "@tensorflow/tfjs";

export * from "./lib/config.ts";
export * from "./lib/presets.ts";
export * from "./lib/random.ts";
