/**
 * Translation to several domains at once.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../networks/model.ts";
import type { Domain } from "./domain_labels.ts";
import { encode, generate } from "./translate.ts";

/**
 * G(E(x), c) for each of several c. E is asked once: z is what all domains share.
 *
 * Source: section 3.1, whose c may have any number of values.
 *
 * @param model a model whose both stages are trained
 * @param x images [B, size, size, 3] in [-1, 1], of any domains
 * @param domains where to; all of the model's if left out
 * @returns for each domain, images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 * @throws RangeError if there is no such domain
 * @throws TypeError if x or a label has another shape
 */
export function translateToEach(
  model: Model,
  x: tf.Tensor4D,
  domains: readonly Domain[] = model.domains,
): tf.Tensor4D[] {
  return tf.tidy(() => {
    const z = encode(model, x);
    return domains.map((domain) => generate(model, z, domain));
  });
}
