/**
 * The verdict of the independent classifier on any number of images, outside tensors.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { inBatches } from "../networks/in_batches.ts";
import { applyClassifier, type Classifier } from "./classifier.ts";

/** Verdicts on N images. */
export interface Verdicts {
  /** N * FEATURES numbers: activations of the layer before the last. */
  readonly features: Float32Array;
  /** N * K logits. */
  readonly logits: Float32Array;
}

/**
 * Judges N images.
 *
 * @param classifier the judge
 * @param images N * size * size * 3 numbers in [-1, 1]
 * @param batch images in a batch
 * @throws TypeError if the numbers are not a whole number of images
 */
export async function judgeImages(
  classifier: Classifier,
  images: Float32Array,
  batch: number,
): Promise<Verdicts> {
  const rows = { values: images, shape: [classifier.size, classifier.size, 3] };
  const [features = new Float32Array(), logits = new Float32Array()] = await inBatches(
    rows,
    batch,
    (x) => {
      const verdict = applyClassifier(classifier, x as tf.Tensor4D);
      return [verdict.features, verdict.logits];
    },
  );
  return { features, logits };
}
