/**
 * The score that decides which generator is kept as the best.
 *
 * @module
 */
import { readImages } from "../../lib/data/batches.ts";
import type { ImageSet } from "../../lib/data/image_set.ts";
import { disposeClassifier, FEATURES, trainClassifier } from "../../lib/evaluation/classifier.ts";
import { judgeImages } from "../../lib/evaluation/judge_images.ts";
import { kernelDistance } from "../../lib/evaluation/kernel_distance.ts";
import { Random } from "../../lib/random.ts";
import { sampleLatent } from "../../lib/training/latent.ts";
import type { Model } from "../../lib/networks/model.ts";
import { generateImages } from "../../lib/translation/translate_images.ts";

/** Images of each domain that are compared, real and generated. */
const COUNT = 256;
/** Images in a batch. */
const BATCH = 64;
/** Training steps of the classifier. Only its features are needed, not its verdicts. */
const CLASSIFIER_STEPS = 100;
/**
 * By how much the metric can be off. Classifiers that differ in nothing but their seed put the same good
 * generator up to 0.08 apart (fixtures/benchmark/README.md), and one that has collapsed lies far above.
 */
const TOLERANCE = 0.1;

/** A metric that holds a classifier. */
export interface GeneratorMetric {
  /** Scores a model's averaged generator; lower is better. */
  readonly score: (model: Model) => Promise<number>;
  /** By how much the scores of two equally good generators may differ. */
  readonly tolerance: number;
  /** Frees the classifier. */
  readonly dispose: () => void;
}

/**
 * Makes the metric: the kernel distance of G(z, c) to training images on the features of a
 * classifier, as the mean over the domains. z is the same every time. Held-out images are not used,
 * and evaluation trains a classifier of its own.
 *
 * @param train the training split
 * @param seed of the classifier, the choice of images, and z
 */
export async function createGeneratorMetric(
  train: ImageSet,
  seed: number,
): Promise<GeneratorMetric> {
  const random = new Random(seed).fork("generator metric");
  const classifier = await trainClassifier(train, {
    seed: random.integer(2 ** 31),
    steps: CLASSIFIER_STEPS,
    // On wasm Ctrl-C would not be noticed otherwise.
    onStep: () => new Promise((resolve) => setTimeout(resolve)),
  });
  const reals: Float32Array[] = [];
  for (const [c, count] of train.counts.entries()) {
    const indices = Array.from({ length: COUNT }, () => random.integer(count));
    reals.push((await judgeImages(classifier, readImages(train, c, indices), BATCH)).features);
  }
  return {
    async score(model) {
      const z = sampleLatent(model.config, new Random(seed).fork("metric z"), COUNT);
      const latents = await z.data<"float32">();
      z.dispose();
      let sum = 0;
      for (const [c, domain] of model.domains.entries()) {
        const fakes = await generateImages(model, latents, domain, BATCH);
        const { features } = await judgeImages(classifier, fakes, BATCH);
        sum += kernelDistance(reals[c], features, FEATURES);
      }
      return sum / model.domains.length;
    },
    tolerance: TOLERANCE,
    dispose: () => disposeClassifier(classifier),
  };
}
