/**
 * Translation: y = G(E(x), c). What comes of an image is the same to the bit in a batch of any size.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { rowsAlone } from "../kernels/rows_alone.ts";
import { applyEncoder } from "../networks/encoder.ts";
import { applyGenerator } from "../networks/generator.ts";
import type { Model } from "../networks/model.ts";
import { type Domain, domainLabels } from "./domain_labels.ts";

/**
 * z = E(x), in inference mode: what an image shares with its counterparts in other domains.
 *
 * Source: section 3.2.
 *
 * @param model its E is used
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns [B, z]; the caller disposes of it
 * @throws TypeError if x has another shape
 */
export function encode(model: Model, x: tf.Tensor4D): tf.Tensor2D {
  return rowsAlone(() => applyEncoder(model.config, model.encoder, x));
}

/**
 * x = G(z, c), in inference mode, with the moving average of G.
 *
 * Source: section 3.1.
 *
 * @param model its averaged G is used
 * @param z [B, z]
 * @param domain a name, or a label [B, K]
 * @returns images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 * @throws RangeError if there is no such domain
 * @throws TypeError if z or c has another shape
 */
export function generate(model: Model, z: tf.Tensor2D, domain: Domain): tf.Tensor4D {
  return tf.tidy(() => {
    const c = domainLabels(model, domain, z.shape[0]);
    return rowsAlone(() => applyGenerator(model.config, model.average, z, c));
  });
}

/**
 * y = G(E(x), c): the image in another domain. The domain of x need not be known.
 *
 * Source: section 3.3.
 *
 * @example
 * ```ts
 * import { createConfig, translate } from "@im2im/im2im";
 * import { install } from "@im2im/im2im/kernels";
 * import { createModel } from "@im2im/im2im/networks";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await install("cpu");
 * const config = createConfig("tiny", { gf: 1, df: 1, ef: 1, z: 2 });
 * const model = createModel(config, ["man", "woman"]); // or the model of a run
 * const men = tf.zeros([1, 32, 32, 3]) as tf.Tensor4D;
 * assertEquals(translate(model, men, "woman").shape, [1, 32, 32, 3]);
 * ```
 *
 * @param model a model whose both stages are trained
 * @param x images [B, size, size, 3] in [-1, 1], of any domains
 * @param domain where to: a name, or a label [B, K]
 * @returns images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 * @throws RangeError if there is no such domain
 * @throws TypeError if x or c has another shape
 */
export function translate(model: Model, x: tf.Tensor4D, domain: Domain): tf.Tensor4D {
  return tf.tidy(() => generate(model, encode(model, x), domain));
}

/**
 * G(E(x), c) with the domain of x itself. Details that are lost here are lost in every translation
 * of x.
 *
 * @param model a model whose both stages are trained
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param source the domain of x: a name, or a label [B, K]
 * @returns images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 * @throws RangeError if there is no such domain
 * @throws TypeError if x or c has another shape
 */
export function reconstruct(model: Model, x: tf.Tensor4D, source: Domain): tf.Tensor4D {
  return translate(model, x, source);
}
