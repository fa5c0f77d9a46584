/**
 * Class leak: how much of the domain is still in z.
 *
 * @module
 */
import { type ClassRows, probeAccuracy, trainLinearProbe } from "./linear_probe.ts";

/** The accuracy of a probe, beside what guessing scores. */
export interface ClassLeak {
  /**
   * Share of held-out images whose domain a linear probe reads off E(x); ideal is chance. Null
   * where a domain has only one held-out image, since the probe is trained on others.
   */
  readonly accuracy: number | null;
  /** 1 / K. */
  readonly chance: number;
}

/**
 * Parts that the images are divided into. Each is read by a probe that was trained on the others.
 */
const FOLDS = 5;

/**
 * Cross-validates a linear probe of c on E(x) of held-out images. Whatever z holds of c enters
 * every translation, because G sees both. Training images cannot show this: on them E may have been
 * made to hide c (eErase), and a probe trained on them then finds nothing, even where c is left in
 * z of other images.
 *
 * @param classes E(x) of held-out images, one array of N * width numbers for each domain
 * @param width length of z
 * @throws RangeError if a domain has no images
 */
export function classLeak(classes: ClassRows, width: number): ClassLeak {
  const fewest = Math.min(...classes.map((values) => values.length)) / width;
  const folds = Math.min(FOLDS, fewest), chance = 1 / classes.length;
  if (fewest < 1) throw new RangeError("A domain has no images to probe for the domain");
  if (folds < 2) return { accuracy: null, chance };
  let sum = 0;
  for (let fold = 0; fold < folds; fold++) {
    const rows = (own: boolean) =>
      classes.map((values) =>
        values.filter((_, k) => (Math.floor(k / width) % folds === fold) === own)
      );
    sum += probeAccuracy(trainLinearProbe(rows(false), width), rows(true));
  }
  return { accuracy: sum / folds, chance };
}
