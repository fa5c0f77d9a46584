/**
 * The label c of a batch, from a domain's name.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { oneHot } from "../training/latent.ts";
import type { Model } from "../networks/model.ts";

/** Where to translate to: a domain's name, or a label [B, K] whose rows sum to 1. */
export type Domain = string | tf.Tensor2D;

/**
 * The index of a domain, which is its label. Names compare in Unicode NFC: how a letter with an accent
 * was typed, or stored by a file system, makes no difference.
 *
 * @param domains the names that the model or the data set has
 * @param name one of them
 * @throws RangeError if there is no such domain; the message lists those there are
 */
export function domainIndex(domains: readonly string[], name: string): number {
  const wanted = name.normalize("NFC");
  const index = domains.findIndex((domain) => domain.normalize("NFC") === wanted);
  if (index < 0) {
    throw new RangeError(`Unknown domain "${name}": choose one of ${domains.join(", ")}`);
  }
  return index;
}

/**
 * c as a tensor: one-hot rows for a name; a tensor is checked and passed through.
 *
 * @param model its domains give K
 * @param domain name or label
 * @param count B
 * @returns [B, K], float32; made new for a name, the caller's own tensor otherwise
 * @throws RangeError if the name is unknown
 * @throws TypeError if the tensor is not [B, K]
 */
export function domainLabels(model: Model, domain: Domain, count: number): tf.Tensor2D {
  const domains = model.domains.length;
  if (typeof domain === "string") {
    const c = domainIndex(model.domains, domain);
    return oneHot(new Int32Array(count).fill(c), domains);
  }
  if (domain.rank !== 2 || domain.shape[0] !== count || domain.shape[1] !== domains) {
    throw new TypeError(`c must have shape [${count}, ${domains}], got [${domain.shape}]`);
  }
  return domain;
}
