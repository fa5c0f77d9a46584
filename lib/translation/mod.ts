/**
 * Translation y = G(E(x), c) and its variations. A bare verb works on tensors, a name in `...Images`
 * on arrays of any number of images, and a name in `...Picture` on the bytes of a file.
 *
 * @example
 * ```ts
 * import { createConfig } from "@im2im/im2im";
 * import { install } from "@im2im/im2im/kernels";
 * import { createModel } from "@im2im/im2im/networks";
 * import { translateImages } from "@im2im/im2im/translation";
 * import { assertEquals } from "@std/assert";
 *
 * await install("cpu");
 * const config = createConfig("tiny", { gf: 1, df: 1, ef: 1, z: 2 });
 * using model = createModel(config, ["man", "woman"]); // or loadModel("runs/photos")
 * const images = new Float32Array(3 * 32 * 32 * 3); // three grey images
 * assertEquals((await translateImages(model, images, "woman")).length, images.length);
 * ```
 *
 * @module
 */
export * from "./domain_labels.ts";
export * from "./estimate_domain.ts";
export * from "./interpolate.ts";
export { modelTranslator, translatorOf } from "./model_translator.ts";
export * from "./refine_latent.ts";
export * from "./translate.ts";
export { encodeImages, generateEach, generateImages, translateImages } from "./translate_images.ts";
export * from "./translate_partly.ts";
export { translatePicture } from "./translate_picture.ts";
export * from "./translate_portraits.ts";
export * from "./translate_to_each.ts";
export { translates, translateToAll, type Translator } from "./translator.ts";
