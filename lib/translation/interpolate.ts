/**
 * Between two images.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../networks/model.ts";
import type { Domain } from "./domain_labels.ts";
import { encode, generate } from "./translate.ts";

/**
 * The latent at the share t of the way from a to b, with each row's length interpolated too. The
 * straight line between two draws of N(0, 1) passes nearer to 0 than any draw that G was trained
 * on, and G answers with a bland image; keeping the length avoids that.
 *
 * @param a [B, z]
 * @param b [B, z]
 * @param t 0 gives a, 1 gives b
 * @returns [B, z]; the caller disposes of it
 */
export function interpolateLatent(a: tf.Tensor2D, b: tf.Tensor2D, t: number): tf.Tensor2D {
  return tf.tidy(() => {
    const length = (v: tf.Tensor) => v.square().sum(1, true).sqrt();
    const line = a.mul(1 - t).add(b.mul(t));
    const wanted = length(a).mul(1 - t).add(length(b).mul(t));
    return line.mul(wanted.div(length(line).maximum(1e-6)));
  });
}

/**
 * G(z, c) with z between E(a) and E(b).
 *
 * @param model a model whose both stages are trained
 * @param a images [B, size, size, 3] in [-1, 1]
 * @param b images of the same shape
 * @param t 0 gives a's translation, 1 gives b's
 * @param domain the domain of the result: a name, or a label [B, K]
 * @returns images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 * @throws RangeError if t is not from 0 to 1, or there is no such domain
 */
export function interpolate(
  model: Model,
  a: tf.Tensor4D,
  b: tf.Tensor4D,
  t: number,
  domain: Domain,
): tf.Tensor4D {
  if (!(t >= 0 && t <= 1)) throw new RangeError(`t must be from 0 to 1, got ${t}`);
  return tf.tidy(() =>
    generate(model, interpolateLatent(encode(model, a), encode(model, b), t), domain)
  );
}
