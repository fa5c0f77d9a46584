/**
 * An independent judge of domains: a small network with weights and a data stream of its own. It is
 * trained on reals only, and no training step of the method ever sees it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type BatchConfig, createBatcher } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { crossEntropy } from "../losses/class_loss.ts";
import { disposeNetwork, type Network } from "../networks/network.ts";
import { Random } from "../random.ts";
import { applyAdam, createAdam, disposeAdam } from "../training/adam.ts";
import { lossGradients } from "../training/gradients.ts";
import { oneHot } from "../training/latent.ts";
import { applyJudgeNetwork, createJudgeNetwork, type JudgeShape } from "./judge_network.ts";

/** Channels of the layers, see {@linkcode createJudgeNetwork}. */
const CHANNELS = [16, 32, 64];

/** Length of the features that {@linkcode applyClassifier} returns. */
export const FEATURES = 64;

/** A judge. */
export interface Classifier extends Disposable {
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

const shapeOf = (size: number, domains: readonly string[]): JudgeShape => ({
  size,
  channels: CHANNELS,
  features: FEATURES,
  heads: { classes: domains.length },
});

/**
 * Makes an untrained judge: {@linkcode createJudgeNetwork} with a dense layer of 64 and a head of K.
 *
 * @param size side of the images, a power of 2 from 8
 * @param domains names of the domains
 * @param random where the initial values come from
 * @returns the judge; dispose of it by `using`
 * @throws RangeError if size is not a power of 2 from 8
 */
export function createClassifier(
  size: number,
  domains: readonly string[],
  random: Random,
): Classifier {
  const network = createJudgeNetwork(shapeOf(size, domains), random);
  return { size, domains, network, [Symbol.dispose]: () => disposeNetwork(network) };
}

/**
 * Judges images.
 *
 * @param classifier the judge
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns features and logits; the caller disposes of both
 */
export function applyClassifier(classifier: Classifier, x: tf.Tensor4D): Verdict {
  const { size, domains, network } = classifier;
  const { features, heads } = applyJudgeNetwork(shapeOf(size, domains), network, x);
  return { features, logits: heads.classes };
}

/**
 * Trains a judge with Adam (step size 1e-3) on class-balanced batches, half of the images mirrored. It
 * ends early on data that are easy to tell apart: once the loss of a batch is below 0.005.
 *
 * @param train reals of the training split
 * @param options seed and number of steps
 * @returns the judge; dispose of it by `using`
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
