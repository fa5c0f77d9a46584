/**
 * An independent reader of kept attributes: one small network with a head for each attribute,
 * trained on reals of both domains, which no training step of the method ever sees.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readImages } from "../../data/batches.ts";
import type { DrawnIdentities, ImageSet } from "../../data/image_set.ts";
import { biasActivation } from "../../kernels/bias.ts";
import { crossEntropy } from "../../losses/class_loss.ts";
import { disposeNetwork, type Network, NetworkBuilder } from "../../networks/network.ts";
import { Random } from "../../random.ts";
import { applyAdam, createAdam, disposeAdam } from "../../training/adam.ts";
import { lossGradients } from "../../training/gradients.ts";
import { oneHot } from "../../training/latent.ts";
import { attributeLabels, keptAttributes } from "./kept_attributes.ts";

/** Side of the kernels; each layer halves the image until 4x4 is left. */
const KERNEL = 4;
/** Channels of the layers; images above 32x32 have further layers as wide as the last. */
const CHANNELS = [24, 48, 96];
/** Width of the layer that all heads share. */
const HIDDEN = 128;
/** Training images in a batch. */
const BATCH = 64;
/** Adam's largest step size; it falls to 0 over the training. */
const LEARNING_RATE = 2e-3;

/** A reader of attributes. */
export interface AttributeProbe {
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

const layerCount = (size: number) => Math.log2(size / 4);
const channelsOf = (layer: number) => CHANNELS[Math.min(layer, CHANNELS.length - 1)];

/**
 * Makes an untrained reader: W ~ N(0, 2 / inputs) (arXiv 1502.01852).
 *
 * @param size side of the images, a power of 2 from 8
 * @param random where the initial values come from
 * @returns the reader; dispose of it with {@linkcode disposeAttributeProbe}
 */
export function createAttributeProbe(size: number, random: Random): AttributeProbe {
  const layers = layerCount(size), builder = new NetworkBuilder(random);
  const layer = (name: string, shape: number[]) => {
    const inputs = shape.slice(0, -1).reduce((a, b) => a * b);
    builder.weight(`${name}/kernel`, shape, 0, Math.sqrt(2 / inputs));
    builder.zeros(`${name}/bias`, [shape.at(-1)!]);
  };
  for (let i = 0; i < layers; i++) {
    layer(`down${i}`, [KERNEL, KERNEL, i === 0 ? 3 : channelsOf(i - 1), channelsOf(i)]);
  }
  layer("hidden", [16 * channelsOf(layers - 1), HIDDEN]);
  for (const { name, values } of keptAttributes) layer(name, [HIDDEN, values.length]);
  return { size, network: builder.build() };
}

/**
 * Reads attributes off images.
 *
 * @param probe the reader
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns logits [B, values] of each of {@linkcode keptAttributes}; the caller disposes of them
 */
export function applyAttributeProbe(
  { size, network: { weights } }: AttributeProbe,
  x: tf.Tensor4D,
): tf.Tensor2D[] {
  const dense = (name: string, x: tf.Tensor2D, activation: "leakyRelu" | "linear") =>
    biasActivation(
      tf.matMul(x, weights[`${name}/kernel`] as tf.Tensor2D) as tf.Tensor2D,
      weights[`${name}/bias`],
      activation,
    );
  return tf.tidy(() => {
    for (let i = 0; i < layerCount(size); i++) {
      x = tf.conv2d(x, weights[`down${i}/kernel`] as tf.Tensor4D, 2, "same");
      x = biasActivation(x, weights[`down${i}/bias`], "leakyRelu");
    }
    const hidden = dense("hidden", x.reshape([x.shape[0], -1]), "leakyRelu");
    return keptAttributes.map(({ name }) => dense(name, hidden, "linear"));
  });
}

/**
 * Trains a reader with Adam on class-balanced batches of drawn faces whose identities are known.
 *
 * @param train reals of the training split
 * @param identities who they show
 * @param options seed and number of steps
 * @returns the reader; dispose of it with {@linkcode disposeAttributeProbe}
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
