/**
 * Noise made where it is added: a hash of each element's index and of two seeds, so that nothing but
 * the seeds has to reach the device.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {x, seeds [3]}; output x plus noise. Only webgpu has it. */
export const UNIFORM_NOISE = "Im2imUniformNoise";

/** Seeds are integers below this, exact in float32. */
export const SEED_LIMIT: number = 2 ** 24;

/** A bijection of 32 bits: lowbias32 by Chris Wellons (public domain). */
function mix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return h ^ (h >>> 16);
}

/**
 * amount * u for u in [-1, 1), one number for each index: u = hash(hash(i + s) ^ t) of 24 bits.
 * Each seed goes in before a round of its own, so that neighbouring ones give unrelated noise.
 *
 * @param size how many
 * @param seeds s, t, below {@linkcode SEED_LIMIT}, and the amount
 */
export function uniformNoise(size: number, [s, t, amount]: Float32Array): Float32Array {
  const noise = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    noise[i] = amount * ((mix(mix(i + s) ^ t) >>> 8) / 2 ** 23 - 1);
  }
  return noise;
}

/**
 * x plus {@linkcode uniformNoise}, on a backend that has the kernel.
 *
 * @param x float32, any shape
 * @param seeds [3]: two seeds and the amount
 * @returns the shape of x; the caller disposes of it
 */
export function addUniformNoise<T extends tf.Tensor>(x: T, seeds: tf.Tensor): T {
  return runOwnKernel(UNIFORM_NOISE, { x, seeds }, {});
}

tf.registerGradient({
  kernelName: UNIFORM_NOISE,
  gradFunc: (dy) => ({
    x: () => (dy as tf.Tensor).clone(),
    seeds: () => tf.zeros([3]),
  }),
});
