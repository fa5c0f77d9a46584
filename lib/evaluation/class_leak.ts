/**
 * Class leak: how much of the domain is still in z.
 *
 * @module
 */
import { Random } from "../random.ts";
import {
  type ClassRows,
  inverseDeviations,
  probeAccuracy,
  trainLinearProbe,
} from "./linear_probe.ts";

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

/** Random features of z that the nonlinear probe reads, and the seed of their weights. */
const FEATURES = 256, FEATURE_SEED = 1;

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
 * What a curved border alone can tell apart, this probe does not see; {@linkcode nonlinearLeak} does.
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

/**
 * {@linkcode classLeak} with a nonlinear probe: a linear one on 256 random features max(0, w^T z + b).
 * It sees what lies behind a curved border, such as domains of one mean and other spreads. eErase and
 * {@linkcode invarianceLoss} make the means equal, and no more than these: a linear probe then finds
 * nothing, and G may still draw the source's domain from z.
 *
 * Each number of z is divided by its standard deviation; w ~ N(0, 1 / z), b ~ N(0, 1), of a fixed seed.
 *
 * Source: Rahimi and Recht, "Weighted sums of random kitchen sinks", NIPS 2008.
 *
 * @param classes as in {@linkcode classLeak}
 * @param width length of z
 * @throws RangeError if a domain has no images
 */
export function nonlinearLeak(classes: ClassRows, width: number): ClassLeak {
  const random = new Random(FEATURE_SEED), scale = inverseDeviations(classes, width);
  const weights = new Float32Array(FEATURES * width), biases = new Float32Array(FEATURES);
  random.fillNormal(weights);
  random.fillNormal(biases);
  const featuresOf = (values: Float32Array) => {
    const rows = Math.floor(values.length / width);
    return new Float32Array(rows * FEATURES).map((_, k) => {
      const row = Math.floor(k / FEATURES) * width, feature = k % FEATURES;
      let sum = 0;
      for (let j = 0; j < width; j++) {
        sum += weights[feature * width + j] * values[row + j] * scale[j];
      }
      return Math.max(0, sum / Math.sqrt(width) + biases[feature]);
    });
  };
  return classLeak(classes.map(featuresOf), FEATURES);
}
