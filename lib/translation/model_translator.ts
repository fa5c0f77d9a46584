/**
 * The two-step method as one of several methods of translation.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Model } from "../networks/model.ts";
import { countParameters } from "../networks/network.ts";
import { reconstruct, translate } from "./translate.ts";
import type { Translator } from "./translator.ts";

/**
 * y = G(E(x), c); the reconstruction is G(E(x), c) with the domain of x itself.
 *
 * Source: section 3.3.
 *
 * @param model a model whose both stages are trained; it stays the caller's
 */
export function modelTranslator(model: Model): Translator {
  const { domains, config, average, encoder } = model;
  return {
    domains,
    size: config.size,
    parameters: countParameters(average) + countParameters(encoder),
    translate: (x: tf.Tensor4D, target) => translate(model, x, domains[target]),
    reconstruct: (x: tf.Tensor4D, source) => reconstruct(model, x, domains[source]),
  };
}

/** What translates: a method as it is, or the two-step method's model. */
export function translatorOf(subject: Model | Translator): Translator {
  return "encoder" in subject ? modelTranslator(subject) : subject;
}
