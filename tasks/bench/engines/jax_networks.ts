/**
 * The networks of preset release in jax-js, NCHW as it has them. Its arrays are owned: a function
 * uses up what it is given, and `.ref` keeps a reference.
 *
 * @module
 */
import { lax, nn, numpy as np } from "npm:@jax-js/jax@0.1.25";
import type { Random } from "../../../lib/random.ts";
import { DOMAINS, KERNEL, LABEL_EMBEDDING, Z } from "../step_flops.ts";

/** Weights by name. */
export type JaxWeights = Record<string, np.Array>;

const EPSILON = 1e-5;

/** Makes weights of some shapes: N(0, 0.02), scales around 1, biases 0. */
function initialise(shapes: Record<string, number[]>, random: Random): JaxWeights {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      const mean = name.endsWith("gamma") ? 1 : 0, stddev = /beta|bias/.test(name) ? 0 : 0.02;
      random.fillNormal(values);
      return [name, np.array(values.map((v) => mean + stddev * v), { shape })];
    }),
  );
}

/** G's weights. */
export function createJaxGenerator(gf: number, size: number, random: Random): JaxWeights {
  const widest = gf * size / 8;
  const shapes: Record<string, number[]> = {
    embedding: [DOMAINS, LABEL_EMBEDDING],
    dense: [Z + LABEL_EMBEDDING, 16 * widest],
    gamma: [1, widest, 1, 1],
    beta: [1, widest, 1, 1],
  };
  for (let inputs = widest, side = 8; side <= size; side *= 2, inputs /= 2) {
    const outputs = side === size ? 3 : inputs / 2;
    shapes[`${side}/kernel`] = [outputs, inputs, KERNEL, KERNEL];
    if (side < size) {
      shapes[`${side}/gamma`] = shapes[`${side}/beta`] = [1, outputs, 1, 1];
    } else shapes.bias = [1, 3, 1, 1];
  }
  return initialise(shapes, random);
}

/** Weights of D or E. */
export function createJaxTrunk(
  filters: number,
  size: number,
  outputs: number,
  random: Random,
): JaxWeights {
  const shapes: Record<string, number[]> = {};
  let few = 3, many = filters;
  for (let side = size / 2; side >= 4; side /= 2) {
    shapes[`${side}/kernel`] = [many, few, KERNEL, KERNEL];
    if (few === 3) shapes.bias = [1, many, 1, 1];
    else shapes[`${side}/gamma`] = shapes[`${side}/beta`] = [1, many, 1, 1];
    few = many;
    many *= 2;
  }
  return initialise({ ...shapes, head: [16 * few, outputs], headBias: [outputs] }, random);
}

/** By the batch's own statistics, in inference too: jax-js has no moving ones, and is spared them. */
function batchNorm(x: np.Array, gamma: np.Array, beta: np.Array): np.Array {
  const axes = [0, 2, 3], keepdims = { keepdims: true };
  const centred = x.ref.sub(np.mean(x, axes, keepdims));
  const variance = np.mean(np.square(centred.ref), axes, keepdims);
  return centred.div(np.sqrt(variance.add(EPSILON))).mul(gamma).add(beta);
}

/** G(z, c): [B, 3, size, size]. Uses up its arguments. */
export function applyJaxGenerator(w: JaxWeights, z: np.Array, c: np.Array): np.Array {
  const widest = w.gamma.shape[1];
  const input = np.concatenate([z, np.matmul(c, w.embedding)], 1);
  let x = np.matmul(input, w.dense).reshape([-1, widest, 4, 4]);
  x = nn.relu(batchNorm(x, w.gamma, w.beta));
  for (let side = 8; w[`${side}/kernel`]; side *= 2) {
    x = lax.convTranspose(x, w[`${side}/kernel`], [2, 2], "SAME");
    x = w[`${side}/gamma`]
      ? nn.relu(batchNorm(x, w[`${side}/gamma`], w[`${side}/beta`]))
      : np.tanh(x.add(w.bias));
  }
  return x;
}

/** D(x) or E(x): [B, outputs]. Uses up its arguments. */
export function applyJaxTrunk(w: JaxWeights, x: np.Array): np.Array {
  for (let side = x.shape[2] / 2; side >= 4; side /= 2) {
    x = lax.conv(x, w[`${side}/kernel`], [2, 2], "SAME");
    x = w[`${side}/gamma`] ? batchNorm(x, w[`${side}/gamma`], w[`${side}/beta`]) : x.add(w.bias);
    x = nn.leakyRelu(x, 0.2);
  }
  return np.matmul(x.reshape([-1, w.head.shape[0]]), w.head).add(w.headBias);
}

/** Another reference to each weight. */
export function keepWeights(w: JaxWeights): JaxWeights {
  return Object.fromEntries(Object.entries(w).map(([name, a]) => [name, a.ref]));
}
