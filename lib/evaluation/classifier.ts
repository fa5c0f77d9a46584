/**
 * An independent judge of domains: a small network of its own data stream and weights, trained on
 * reals only, which no training step of the method ever sees.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type BatchConfig, createBatcher } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { biasActivation } from "../kernels/bias.ts";
import { crossEntropy } from "../losses/class_loss.ts";
import { disposeNetwork, type Network, NetworkBuilder } from "../networks/network.ts";
import { Random } from "../random.ts";
import { applyAdam, createAdam, disposeAdam } from "../training/adam.ts";
import { lossGradients } from "../training/gradients.ts";
import { oneHot } from "../training/latent.ts";

/** Side of the kernels; each layer halves the image until 4x4 is left. */
const KERNEL = 4;
/** Channels of the layers; images above 32x32 have further layers as wide as the last. */
const CHANNELS = [16, 32, 64];

/** Length of the features that {@linkcode applyClassifier} returns. */
export const FEATURES = 64;

/** A judge. */
export interface Classifier {
  /** Side of the images it takes, pixels. */
  readonly size: number;
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
  /** Its variables. */
  readonly network: Network;
}

/** A judge, and how long it was trained. */
export interface TrainedClassifier extends Classifier {
  /** Steps done. */
  readonly steps: number;
}

/** What the judge says of a batch. */
export interface Verdict {
  /** Activations of the layer before the last, [B, FEATURES]. */
  readonly features: tf.Tensor2D;
  /** Domain logits, [B, K]. */
  readonly logits: tf.Tensor2D;
}

/** The numbers of {@linkcode trainClassifier}. */
export interface ClassifierOptions {
  /** Seed of its start and of its batches. */
  readonly seed: number;
  /** Training steps of 64 images each, at most; 300 by default. */
  readonly steps?: number;
  /** Called after every step with the number of steps done; may wait, e.g. to draw a bar. */
  readonly onStep?: (done: number, steps: number) => void | Promise<void>;
}

/** Training ends early where the loss, read every so many steps, is below this. */
const CHECK_EVERY = 50, GOOD_LOSS = 0.005;

const BATCH: Omit<BatchConfig, "cropFrom"> = { batch: 64, flip: true, zoom: 1, rotate: 0 };

const layerCount = (size: number) => Math.log2(size / 4);
const channelsOf = (layer: number) => CHANNELS[Math.min(layer, CHANNELS.length - 1)];

/**
 * Makes an untrained judge: stride-2 4x4 convolutions with leaky ReLU to 4x4, a dense layer of 64
 * with leaky ReLU, a linear layer of K. W ~ N(0, 2 / inputs) (arXiv 1502.01852).
 *
 * @param size side of the images, a power of 2 from 8
 * @param domains names of the domains
 * @param random where the initial values come from
 * @returns the judge; dispose of it with {@linkcode disposeClassifier}
 * @throws RangeError if size is not a power of 2 from 8
 */
export function createClassifier(
  size: number,
  domains: readonly string[],
  random: Random,
): Classifier {
  const layers = layerCount(size);
  if (!Number.isInteger(layers) || layers < 1) {
    throw new RangeError(`size must be a power of 2 from 8, got ${size}`);
  }
  const builder = new NetworkBuilder(random);
  const he = (name: string, shape: number[]) => {
    const inputs = shape.slice(0, -1).reduce((a, b) => a * b);
    builder.weight(`${name}/kernel`, shape, 0, Math.sqrt(2 / inputs));
    builder.zeros(`${name}/bias`, [shape.at(-1)!]);
  };
  for (let i = 0; i < layers; i++) {
    he(`down${i + 1}`, [KERNEL, KERNEL, i === 0 ? 3 : channelsOf(i - 1), channelsOf(i)]);
  }
  he("features", [16 * channelsOf(layers - 1), FEATURES]);
  he("classes", [FEATURES, domains.length]);
  return { size, domains, network: builder.build() };
}

/**
 * Judges images.
 *
 * @param classifier the judge
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns features and logits; the caller disposes of both
 */
export function applyClassifier(classifier: Classifier, x: tf.Tensor4D): Verdict {
  const { size, network: { weights } } = classifier;
  const [features, logits] = tf.tidy(() => {
    for (let i = 1; i <= layerCount(size); i++) {
      x = tf.conv2d(x, weights[`down${i}/kernel`] as tf.Tensor4D, 2, "same");
      x = biasActivation(x, weights[`down${i}/bias`], "leakyRelu");
    }
    const flat: tf.Tensor2D = x.reshape([x.shape[0], -1]);
    const hidden: tf.Tensor2D = tf.matMul(flat, weights["features/kernel"] as tf.Tensor2D);
    const features = biasActivation(hidden, weights["features/bias"], "leakyRelu");
    const linear: tf.Tensor2D = tf.matMul(features, weights["classes/kernel"] as tf.Tensor2D);
    return [features, biasActivation(linear, weights["classes/bias"], "linear")];
  });
  return { features, logits };
}

/**
 * Trains a judge with Adam (step size 1e-3) on class-balanced batches, half of the images mirrored. It
 * ends early on data that are easy to tell apart: once the loss of a batch is below 0.005.
 *
 * @param train reals of the training split
 * @param options seed and number of steps
 * @returns the judge; dispose of it with {@linkcode disposeClassifier}
 * @throws RangeError if a domain is empty
 */
export async function trainClassifier(
  train: ImageSet,
  options: ClassifierOptions,
): Promise<TrainedClassifier> {
  const { seed, steps = 300, onStep } = options;
  const { size, domains } = train;
  const random = new Random(seed).fork("classifier");
  const batches = createBatcher(train, { ...BATCH, cropFrom: size }, random.fork("batches"));
  const classifier = createClassifier(size, domains, random.fork("weights"));
  const { weights } = classifier.network, adam = createAdam(weights);
  let step = 0, good = false;
  while (step < steps && !good) {
    const { images, labels } = batches.next();
    const loss = tf.tidy(() => {
      const x = tf.tensor4d(images, [labels.length, size, size, 3]);
      const c = oneHot(labels, domains.length);
      const { losses, gradients } = lossGradients(weights, () => ({
        class: crossEntropy(applyClassifier(classifier, x).logits, c),
      }));
      applyAdam(adam, weights, gradients, { learningRate: 1e-3, beta1: 0.9, beta2: 0.999 });
      return losses.class;
    });
    step++;
    if (step % CHECK_EVERY === 0) good = (await loss.data())[0] < GOOD_LOSS;
    loss.dispose();
    await onStep?.(step, steps);
  }
  disposeAdam(adam);
  return { ...classifier, steps: step };
}

/** Frees the judge's variables. */
export function disposeClassifier(classifier: Classifier): void {
  disposeNetwork(classifier.network);
}
