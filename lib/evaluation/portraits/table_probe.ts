/**
 * An independent reader of the attributes in a data set's table: one small network with a head for each.
 * It is trained on reals of all domains, and no training step of the method ever sees it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readImages } from "../../data/batches.ts";
import type { ImageSet, PictureFacts } from "../../data/image_set.ts";
import { crossEntropy } from "../../losses/class_loss.ts";
import { inBatches } from "../../networks/in_batches.ts";
import { disposeNetwork, type Network } from "../../networks/network.ts";
import { Random } from "../../random.ts";
import { applyAdam, createAdam, disposeAdam } from "../../training/adam.ts";
import { lossGradients } from "../../training/gradients.ts";
import { oneHot } from "../../training/latent.ts";
import { applyJudgeNetwork, createJudgeNetwork, type JudgeShape } from "../judge_network.ts";
import { mirrorImages } from "./changed_copies.ts";

/** Channels of the layers, see createJudgeNetwork. */
const CHANNELS = [24, 48, 96];
/** Width of the layer that all heads share. */
const HIDDEN = 128;
/** Training images in a batch. */
const BATCH = 64;
/** Adam's largest step size; it falls to 0 over the training. */
const LEARNING_RATE = 2e-3;

/** A reader of attributes. */
export interface TableProbe extends Disposable {
  /** Names of the attributes. */
  readonly names: readonly string[];
  /** Training steps done. */
  readonly steps: number;
  /** What it is besides its variables. */
  readonly shape: ProbeShape;
  /** Its variables. */
  readonly network: Network;
  /**
   * Reads N images.
   *
   * @param images N * size * size * 3 numbers in [-1, 1]
   * @returns for each attribute, whether each image has it
   */
  read(images: Float32Array): Promise<boolean[][]>;
}

/** The numbers of {@linkcode trainTableProbe}. */
export interface TableProbeOptions {
  /** Seed of its start and of its batches. */
  readonly seed: number;
  /** Training steps of 64 images each. */
  readonly steps: number;
  /** Called after every step with the number of steps done; may wait, e.g. to draw a bar. */
  readonly onStep?: (done: number, steps: number) => void | Promise<void>;
}

/**
 * Trains a reader with Adam on batches with as many images of each domain, half of them mirrored. An
 * image is taken to have an attribute where it is likelier to than the mean training image, so that a
 * rare attribute counts as much as a frequent one.
 *
 * @param train reals of the training split
 * @param facts of each of them, by domain
 * @param names attributes that are read
 * @param options seed and number of steps
 * @returns the reader; dispose of it by `using`
 */
export async function trainTableProbe(
  train: ImageSet,
  facts: readonly (readonly PictureFacts[])[],
  names: readonly string[],
  { seed, steps, onStep }: TableProbeOptions,
): Promise<TableProbe> {
  const { size, domains, counts } = train, random = new Random(seed).fork("table probe");
  const shape = judgeShape(size, names);
  const network = createProbeNetwork(size, names, random.fork("weights"));
  const { weights } = network, adam = createAdam(weights), pixels = size * size * 3;
  for (let step = 0; step < steps; step++) {
    const images = new Float32Array(BATCH * pixels);
    const drawn = Array.from({ length: BATCH }, (_, i) => {
      const c = i % domains.length, index = random.integer(counts[c]);
      const image = readImages(train, c, [index]);
      images.set(random.next() < 0.5 ? mirrorImages(image, size) : image, i * pixels);
      return facts[c][index];
    });
    tf.tidy(() => {
      const x = tf.tensor4d(images, [BATCH, size, size, 3]);
      const { losses, gradients } = lossGradients(weights, () => {
        const logits = applyJudgeNetwork(shape, network, x).heads;
        return Object.fromEntries(names.map((name) => {
          const labels = drawn.map(({ attributes }) => +attributes!.has(name));
          return [name, crossEntropy(logits[name], oneHot(labels, 2))];
        }));
      });
      tf.dispose(losses);
      const learningRate = LEARNING_RATE * (1 - step / steps);
      applyAdam(adam, weights, gradients, { learningRate, beta1: 0.9, beta2: 0.999 });
    });
    await onStep?.(step + 1, steps);
  }
  disposeAdam(adam);
  return probeOf(
    { size, names, steps, thresholds: names.map((name) => logOdds(facts, name)) },
    network,
  );
}

/** What a reader is besides its variables. */
export interface ProbeShape {
  /** Side of the images, pixels. */
  readonly size: number;
  /** Names of the attributes. */
  readonly names: readonly string[];
  /** Training steps done. */
  readonly steps: number;
  /** Of each attribute, the log-odds above which an image is taken to have it. */
  readonly thresholds: readonly number[];
}

/**
 * A reader of variables that exist.
 *
 * @param shape what else it is
 * @param network its variables; the reader disposes of them
 */
export function probeOf(shape: ProbeShape, network: Network): TableProbe {
  const { size, names, steps, thresholds } = shape, layers = judgeShape(size, names);
  return {
    ...{ names, steps, shape, network },
    [Symbol.dispose]: () => disposeNetwork(network),
    async read(images) {
      const rows = { values: images, shape: [size, size, 3] };
      const logits = await inBatches(rows, BATCH, (x) => {
        const { features, heads } = applyJudgeNetwork(layers, network, x as tf.Tensor4D);
        features.dispose();
        return names.map((name) => heads[name]);
      });
      return names.map((_, k) => {
        const values = logits[k] ?? new Float32Array();
        return Array.from(
          { length: values.length / 2 },
          (_, i) => values[2 * i + 1] - values[2 * i] > thresholds[k],
        );
      });
    },
  };
}

/** Two logits for each attribute. */
const judgeShape = (size: number, names: readonly string[]): JudgeShape => ({
  ...{ size, channels: CHANNELS, features: HIDDEN },
  heads: Object.fromEntries(names.map((name) => [name, 2])),
});

/** The variables of an untrained reader. */
export function createProbeNetwork(
  size: number,
  names: readonly string[],
  random: Random,
): Network {
  return createJudgeNetwork(judgeShape(size, names), random);
}

/** log(p / (1 - p)) of the share of training images that have an attribute, domains counting alike. */
function logOdds(facts: readonly (readonly PictureFacts[])[], name: string): number {
  const shares = facts.map((ofDomain) =>
    ofDomain.filter(({ attributes }) => attributes?.has(name)).length / ofDomain.length
  );
  const share = shares.reduce((a, b) => a + b) / shares.length;
  return Math.log(share / (1 - share));
}

/**
 * How often the right value is read, both values counting the same: chance is 0.5.
 *
 * @param read what was read off N images
 * @param truth what the images should show
 * @returns 0 to 1; null unless both values are among the truth
 */
export function balancedAccuracy(
  read: readonly boolean[],
  truth: readonly boolean[],
): number | null {
  const hits = [0, 0], counts = [0, 0];
  truth.forEach((value, i) => {
    counts[+value]++;
    hits[+value] += +(read[i] === value);
  });
  return counts[0] && counts[1] ? (hits[0] / counts[0] + hits[1] / counts[1]) / 2 : null;
}
