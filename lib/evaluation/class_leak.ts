/**
 * Class leak: how much of the domain is still in z.
 *
 * @module
 */
import { type ClassRows, probeAccuracy, trainLinearProbe } from "./linear_probe.ts";

/** The accuracy of a probe, beside what guessing scores. */
export interface ClassLeak {
  /** Share of held-out images whose domain a linear probe reads off E(x); ideal is chance. */
  readonly accuracy: number;
  /** 1 / K. */
  readonly chance: number;
}

/**
 * Trains a linear probe of c on E(x) of the training split and scores it on the held-out split.
 * What of c is in z gets into every translation, because G sees both.
 *
 * @param train E(x) of training images, one array of N * width numbers for each domain
 * @param heldOut the same of held-out images
 * @param width length of z
 * @throws RangeError if a domain has no images
 */
export function classLeak(train: ClassRows, heldOut: ClassRows, width: number): ClassLeak {
  const probe = trainLinearProbe(train, width);
  return { accuracy: probeAccuracy(probe, heldOut), chance: 1 / heldOut.length };
}
