/**
 * The convolutional trunk that the discriminator and the encoder share in shape, not in weights.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { spectralNorm } from "../kernels/spectral_norm.ts";
import type { Mode, Network } from "./network.ts";
import type { NetworkPlanner } from "./network_plan.ts";
import { applyNorm, buildNorm, type Norm } from "./normalize.ts";

/** What decides a trunk's shape. */
export interface TrunkShape {
  /** Side of the images, pixels. */
  readonly size: number;
  /** Channels of the first layer; every further one has twice as many. */
  readonly filters: number;
  /** Side of the kernels. */
  readonly kernel: number;
  /** Normalisation; the first layer never has batch or layer norm (it has a bias instead). */
  readonly norm: Norm;
  /** Channels of the input: 3 for RGB, which it is if left out. */
  readonly inputs?: number;
  /** What the names of its variables begin with, where a network has two trunks. */
  readonly prefix?: string;
}

/** Channels of an image. */
const RGB = 3;

/** Channels of each layer: for 64x64, f, 2f, 4f, 8f. */
export function trunkChannels(shape: TrunkShape): number[] {
  return Array.from({ length: Math.log2(shape.size / 4) }, (_, i) => shape.filters * 2 ** i);
}

/** Length of the flattened output: 4 * 4 * channels of the last layer. */
export function trunkFeatures(shape: TrunkShape): number {
  return 16 * trunkChannels(shape).at(-1)!;
}

const layerNorm = (shape: TrunkShape, layer: number): Norm =>
  layer === 0 && shape.norm !== "spectral" ? "none" : shape.norm;

const layerName = ({ prefix = "" }: TrunkShape, layer: number) => `${prefix}down${layer + 1}`;

/** Adds the trunk's variables: stride-2 convolutions until 4x4 is left. */
export function buildTrunk(builder: NetworkPlanner, shape: TrunkShape): void {
  let inputs = shape.inputs ?? RGB;
  trunkChannels(shape).forEach((outputs, i) => {
    const name = layerName(shape, i);
    builder.weight(`${name}/kernel`, [shape.kernel, shape.kernel, inputs, outputs]);
    if (shape.norm === "spectral") builder.direction(`${name}/u`, outputs);
    buildNorm(builder, name, layerNorm(shape, i), outputs);
    inputs = outputs;
  });
}

/**
 * Applies the trunk: stride-2 SAME convolutions, normalised, leaky ReLU 0.2.
 *
 * @param shape as given to {@linkcode buildTrunk}
 * @param network owner of the variables
 * @param x images [B, size, size, inputs], RGB in [-1, 1]
 * @param mode training or inference
 * @returns features [B, 16 * C]
 */
export function applyTrunk(
  shape: TrunkShape,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode,
): tf.Tensor2D {
  const last = trunkLayers(shape, network, x, mode).at(-1)!;
  return last.reshape([x.shape[0], trunkFeatures(shape)]);
}

/** What each layer of the trunk gives, as {@linkcode applyTrunk} applies them: [B, S / 2, S / 2, C], ... */
export function trunkLayers(
  shape: TrunkShape,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode,
): tf.Tensor4D[] {
  const { size, inputs = RGB } = shape;
  if (x.rank !== 4 || x.shape[1] !== size || x.shape[2] !== size || x.shape[3] !== inputs) {
    throw new TypeError(`Images must be [B, ${size}, ${size}, ${inputs}], got [${x.shape}]`);
  }
  return trunkChannels(shape).map((_, i) => {
    const name = layerName(shape, i);
    const kernel = weightOf(network, name, shape.norm, mode) as tf.Tensor4D;
    const smaller = tf.conv2d(x, kernel, 2, "same");
    return x = applyNorm(network, name, layerNorm(shape, i), smaller, "leakyRelu", mode);
  });
}

/** Adds a linear layer on the trunk's features. */
export function buildHead(
  builder: NetworkPlanner,
  name: string,
  shape: TrunkShape,
  outputs: number,
): void {
  builder.weight(`${name}/kernel`, [trunkFeatures(shape), outputs]);
  if (shape.norm === "spectral") builder.direction(`${name}/u`, outputs);
  builder.zeros(`${name}/bias`, [outputs]);
}

/** features W + b, [B, outputs]. */
export function applyHead(
  network: Network,
  name: string,
  shape: TrunkShape,
  features: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  const kernel = weightOf(network, name, shape.norm, mode) as tf.Tensor2D;
  return tf.matMul(features, kernel).add(network.weights[`${name}/bias`]);
}

/** A layer's kernel, divided by its spectral norm where the network asks for that. */
function weightOf(network: Network, name: string, norm: Norm, mode: Mode): tf.Tensor {
  const kernel = network.weights[`${name}/kernel`];
  if (norm !== "spectral") return kernel;
  const { weight, u } = spectralNorm(kernel as tf.Tensor, network.statistics[`${name}/u`]);
  if (mode.observed) mode.observed[`${name}/u`] = tf.keep(u);
  return weight;
}
