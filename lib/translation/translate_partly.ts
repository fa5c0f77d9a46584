/**
 * Translation of an adjustable strength.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../networks/model.ts";
import { type Domain, domainLabels } from "./domain_labels.ts";
import { estimateDomain } from "./estimate_domain.ts";
import { translate } from "./translate.ts";

/**
 * G(E(x), (1 - s) c_x + s c): s = 0 is a reconstruction, s = 1 a translation, and values between
 * them blend the domains. c_x is D's estimate of the source domain, so it need not be known.
 *
 * Differs: not in the paper, whose c is always one-hot.
 *
 * @param model a model whose both stages are trained
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param domain where to: a name, or a label [B, K]
 * @param strength s, 0 to 1; a little beyond 1 exaggerates the domain
 * @returns images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 * @throws RangeError if strength is not from 0 to 2, or there is no such domain
 */
export function translatePartly(
  model: Model,
  x: tf.Tensor4D,
  domain: Domain,
  strength: number,
): tf.Tensor4D {
  if (!(strength >= 0 && strength <= 2)) {
    throw new RangeError(`strength must be from 0 to 2, got ${strength}`);
  }
  return tf.tidy(() => {
    const target = domainLabels(model, domain, x.shape[0]);
    const source = estimateDomain(model, x);
    return translate(model, x, source.mul(1 - strength).add(target.mul(strength)));
  });
}
