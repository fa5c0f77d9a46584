/**
 * The network behind the judges of images: stride-2 convolutions, a dense layer, and linear heads.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasActivation } from "../kernels/bias.ts";
import type { Network } from "../networks/network.ts";
import { NetworkPlanner, startNetwork } from "../networks/network_plan.ts";
import type { Random } from "../random.ts";

/** Side of the kernels; each layer halves the image until 4x4 is left. */
const KERNEL = 4;

/** What decides the shapes of a judge's network. */
export interface JudgeShape {
  /** Side of the images, pixels: a power of 2 from 8. */
  readonly size: number;
  /** Channels of the convolutions; images above 32x32 have further layers as wide as the last. */
  readonly channels: readonly number[];
  /** Width of the dense layer. */
  readonly features: number;
  /** Outputs of each head, by its name. */
  readonly heads: Readonly<Record<string, number>>;
}

/** What a judge's network says of a batch. */
export interface JudgeOutputs {
  /** Activations of the dense layer, [B, features]. */
  readonly features: tf.Tensor2D;
  /** Logits of each head, [B, outputs]. */
  readonly heads: Readonly<Record<string, tf.Tensor2D>>;
}

const layerCount = (size: number) => Math.log2(size / 4);

/**
 * Makes an untrained network: 4x4 convolutions with leaky ReLU down to 4x4, a dense layer with leaky
 * ReLU, and a linear layer for each head. W ~ N(0, 2 / inputs) (arXiv 1502.01852).
 *
 * @param shape its layers
 * @param random where the initial values come from
 * @returns the variables; dispose of them with disposeNetwork
 * @throws RangeError if size is not a power of 2 from 8
 */
export function createJudgeNetwork(shape: JudgeShape, random: Random): Network {
  const { size, channels, features, heads } = shape, layers = layerCount(size);
  if (!Number.isInteger(layers) || layers < 1) {
    throw new RangeError(`size must be a power of 2 from 8, got ${size}`);
  }
  const channelsOf = (layer: number) => channels[Math.min(layer, channels.length - 1)];
  const builder = new NetworkPlanner();
  const add = (name: string, sides: number[]) => {
    const inputs = sides.slice(0, -1).reduce((a, b) => a * b);
    builder.weight(`${name}/kernel`, sides, 0, Math.sqrt(2 / inputs));
    builder.zeros(`${name}/bias`, [sides.at(-1)!]);
  };
  for (let i = 0; i < layers; i++) {
    add(`down${i + 1}`, [KERNEL, KERNEL, i === 0 ? 3 : channelsOf(i - 1), channelsOf(i)]);
  }
  add("features", [16 * channelsOf(layers - 1), features]);
  for (const [name, outputs] of Object.entries(heads)) add(name, [features, outputs]);
  return startNetwork(builder.plan(), random);
}

/**
 * Applies a judge's network.
 *
 * @param shape as given to {@linkcode createJudgeNetwork}
 * @param network its variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns features and logits; the caller disposes of them
 */
export function applyJudgeNetwork(
  shape: JudgeShape,
  { weights }: Network,
  x: tf.Tensor4D,
): JudgeOutputs {
  const dense = (name: string, x: tf.Tensor2D, activation: "leakyRelu" | "linear") =>
    biasActivation<tf.Tensor2D>(
      tf.matMul(x, weights[`${name}/kernel`] as tf.Tensor2D),
      weights[`${name}/bias`],
      activation,
    );
  const names = Object.keys(shape.heads);
  const [features, ...logits] = tf.tidy(() => {
    for (let i = 1; i <= layerCount(shape.size); i++) {
      x = tf.conv2d(x, weights[`down${i}/kernel`] as tf.Tensor4D, 2, "same");
      x = biasActivation(x, weights[`down${i}/bias`], "leakyRelu");
    }
    const features = dense("features", x.reshape([x.shape[0], -1]), "leakyRelu");
    return [features, ...names.map((name) => dense(name, features, "linear"))];
  });
  return { features, heads: Object.fromEntries(names.map((name, i) => [name, logits[i]])) };
}
