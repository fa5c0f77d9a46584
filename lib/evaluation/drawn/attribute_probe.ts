/**
 * An independent reader of kept attributes: one small network with a head for each attribute. It is
 * trained on reals of both domains, and no training step of the method ever sees it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readImages } from "../../data/batches.ts";
import type { DrawnIdentities, ImageSet } from "../../data/image_set.ts";
import { crossEntropy } from "../../losses/class_loss.ts";
import { disposeNetwork, type Network } from "../../networks/network.ts";
import { Random } from "../../random.ts";
import { applyAdam, createAdam, disposeAdam } from "../../training/adam.ts";
import { lossGradients } from "../../training/gradients.ts";
import { oneHot } from "../../training/latent.ts";
import { applyJudgeNetwork, createJudgeNetwork, type JudgeShape } from "../judge_network.ts";
import { attributeLabels, keptAttributes } from "./kept_attributes.ts";

/** Channels of the layers, see createJudgeNetwork. */
const CHANNELS = [24, 48, 96];
/** Width of the layer that all heads share. */
const HIDDEN = 128;
/** Training images in a batch. */
const BATCH = 64;
/** Adam's largest step size; it falls to 0 over the training. */
const LEARNING_RATE = 2e-3;

/** A reader of attributes. */
export interface AttributeProbe extends Disposable {
  /** Side of the images it takes, pixels. */
  readonly size: number;
  /** Its variables. */
  readonly network: Network;
}

/** The numbers of {@linkcode trainAttributeProbe}. */
export interface AttributeProbeOptions {
  /** Seed of its start and of its batches. */
  readonly seed: number;
  /** Training steps of 64 images each; 300 by default. */
  readonly steps?: number;
  /** Called after every step with the number of steps done; may wait, e.g. to draw a bar. */
  readonly onStep?: (done: number, steps: number) => void | Promise<void>;
}

const shapeOf = (size: number): JudgeShape => ({
  size,
  channels: CHANNELS,
  features: HIDDEN,
  heads: Object.fromEntries(keptAttributes.map(({ name, values }) => [name, values.length])),
});

/**
 * Makes an untrained reader: the judges' network with a head for each kept attribute.
 *
 * @param size side of the images, a power of 2 from 8
 * @param random where the initial values come from
 * @returns the reader; dispose of it by `using`
 */
export function createAttributeProbe(size: number, random: Random): AttributeProbe {
  const network = createJudgeNetwork(shapeOf(size), random);
  return { size, network, [Symbol.dispose]: () => disposeNetwork(network) };
}

/**
 * Reads attributes off images.
 *
 * @param probe the reader
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns logits [B, values] of each of {@linkcode keptAttributes}; the caller disposes of them
 */
export function applyAttributeProbe(
  { size, network }: AttributeProbe,
  x: tf.Tensor4D,
): tf.Tensor2D[] {
  const { features, heads } = applyJudgeNetwork(shapeOf(size), network, x);
  features.dispose();
  return keptAttributes.map(({ name }) => heads[name]);
}

/**
 * Trains a reader with Adam on class-balanced batches of drawn faces whose identities are known.
 *
 * @param train reals of the training split
 * @param identities who they show
 * @param options seed and number of steps
 * @returns the reader; dispose of it by `using`
 */
export async function trainAttributeProbe(
  train: ImageSet,
  identities: DrawnIdentities,
  options: AttributeProbeOptions,
): Promise<AttributeProbe> {
  const { seed, steps = 300, onStep } = options, { size, domains, counts } = train;
  const random = new Random(seed).fork("attribute probe");
  const probe = createAttributeProbe(size, random.fork("weights"));
  const { weights } = probe.network, adam = createAdam(weights), pixels = size * size * 3;
  for (let step = 0; step < steps; step++) {
    const images = new Float32Array(BATCH * pixels);
    const people = Array.from({ length: BATCH }, (_, i) => {
      const c = i % domains.length, index = random.integer(counts[c]);
      images.set(readImages(train, c, [index]), i * pixels);
      return identities.train[c][index];
    });
    tf.tidy(() => {
      const x = tf.tensor4d(images, [BATCH, size, size, 3]);
      const { losses, gradients } = lossGradients(weights, () => {
        const logits = applyAttributeProbe(probe, x);
        return Object.fromEntries(keptAttributes.map((attribute, i) => {
          const labels = oneHot(attributeLabels(people, attribute), attribute.values.length);
          return [attribute.name, crossEntropy(logits[i], labels)];
        }));
      });
      tf.dispose(losses);
      const learningRate = LEARNING_RATE * (1 - step / steps);
      applyAdam(adam, weights, gradients, { learningRate, beta1: 0.9, beta2: 0.999 });
    });
    await onStep?.(step + 1, steps);
  }
  disposeAdam(adam);
  return probe;
}

/** Frees the reader's variables. */
export function disposeAttributeProbe(probe: AttributeProbe): void {
  disposeNetwork(probe.network);
}
