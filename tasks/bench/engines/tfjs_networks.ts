/**
 * The networks of preset release in stock tfjs ops, as a tfjs user would write them: what our
 * kernels are compared with.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { DOMAINS, KERNEL, LABEL_EMBEDDING, Z } from "../step_flops.ts";

const EPSILON = 1e-5;
const DECAY = 0.9;

/** Weights and moving statistics of one network. */
export interface StockNetwork {
  /** What its optimizer moves. */
  readonly weights: tf.Variable[];
  /** Applies it. */
  readonly apply: (inputs: readonly tf.Tensor[], training: boolean) => tf.Tensor;
}

const normal = (shape: number[], mean = 0) => tf.variable(tf.randomNormal(shape, mean, 0.02));
const zeros = (shape: number[]) => tf.variable(tf.zeros(shape));

/** Batch norm by moments; in training it moves its statistics, unless no gradient step follows. */
function createBatchNorm(weights: tf.Variable[], channels: number) {
  const gamma = normal([channels], 1), beta = zeros([channels]);
  const moving = tf.variable(tf.zeros([channels]), false);
  const movingVariance = tf.variable(tf.ones([channels]), false);
  weights.push(gamma, beta);
  return (x: tf.Tensor4D, training: boolean): tf.Tensor4D => {
    const params = [beta, gamma] as unknown as [tf.Tensor1D, tf.Tensor1D];
    if (!training) {
      const statistics = [moving, movingVariance] as unknown as [tf.Tensor1D, tf.Tensor1D];
      return tf.batchNorm4d(x, ...statistics, ...params, EPSILON);
    }
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    moving.assign(moving.mul(DECAY).add(mean.mul(1 - DECAY)));
    movingVariance.assign(movingVariance.mul(DECAY).add(variance.mul(1 - DECAY)));
    return tf.batchNorm4d(x, mean as tf.Tensor1D, variance as tf.Tensor1D, ...params, EPSILON);
  };
}

/** G(z, c): 5x5 transposed convolutions of stride 2, batch norm, ReLU, tanh. */
export function createStockGenerator(gf: number, size: number): StockNetwork {
  const widest = gf * size / 8, weights: tf.Variable[] = [];
  const embedding = normal([DOMAINS, LABEL_EMBEDDING]);
  const dense = normal([Z + LABEL_EMBEDDING, 16 * widest]);
  weights.push(embedding, dense);
  const first = createBatchNorm(weights, widest);
  const layers: ((x: tf.Tensor4D, training: boolean) => tf.Tensor4D)[] = [];
  for (let inputs = widest, side = 8; side <= size; side *= 2, inputs /= 2) {
    const last = side === size, outputs = last ? 3 : inputs / 2;
    const kernel = normal([KERNEL, KERNEL, outputs, inputs]);
    weights.push(kernel);
    const up = (x: tf.Tensor4D) =>
      tf.conv2dTranspose(x, kernel as tf.Tensor4D, [x.shape[0], side, side, outputs], 2, "same");
    if (last) {
      const bias = zeros([3]);
      weights.push(bias);
      layers.push((x) => tf.tanh(up(x).add(bias)));
    } else {
      const norm = createBatchNorm(weights, outputs);
      layers.push((x, training) => tf.relu(norm(up(x), training)));
    }
  }
  const apply = ([z, c]: readonly tf.Tensor[], training: boolean) =>
    tf.tidy(() => {
      const input = tf.concat([z, tf.matMul(c, embedding as tf.Tensor)], 1);
      let x = tf.matMul(input, dense as tf.Tensor).reshape([-1, 4, 4, widest]) as tf.Tensor4D;
      x = tf.relu(first(x, training));
      for (const layer of layers) x = layer(x, training);
      return x;
    });
  return { weights, apply };
}

/** D and E: 5x5 convolutions of stride 2, batch norm but in the first layer, leaky ReLU, dense. */
export function createStockTrunk(filters: number, size: number, outputs: number): StockNetwork {
  const weights: tf.Variable[] = [];
  const layers: ((x: tf.Tensor4D, training: boolean) => tf.Tensor4D)[] = [];
  let few = 3, many = filters;
  for (let side = size / 2; side >= 4; side /= 2) {
    const kernel = normal([KERNEL, KERNEL, few, many]);
    weights.push(kernel);
    const down = (x: tf.Tensor4D) => tf.conv2d(x, kernel as tf.Tensor4D, 2, "same");
    if (few === 3) {
      const bias = zeros([many]);
      weights.push(bias);
      layers.push((x) => tf.leakyRelu(down(x).add(bias), 0.2));
    } else {
      const norm = createBatchNorm(weights, many);
      layers.push((x, training) => tf.leakyRelu(norm(down(x), training), 0.2));
    }
    few = many;
    many *= 2;
  }
  const head = normal([16 * few, outputs]), bias = zeros([outputs]);
  weights.push(head, bias);
  const apply = ([images]: readonly tf.Tensor[], training: boolean) =>
    tf.tidy(() => {
      let x = images as tf.Tensor4D;
      for (const layer of layers) x = layer(x, training);
      return tf.matMul(x.reshape([-1, 16 * few]), head as tf.Tensor).add(bias);
    });
  return { weights, apply };
}
