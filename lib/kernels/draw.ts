/**
 * How a step comes by the numbers that the host makes: batches, latents, random numbers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * Makes a tensor of numbers that are new at each step. A step that asks for all of them by this, in a
 * fixed order, can be replayed: `make` is then called in the step's place.
 *
 * @param shape of the tensor
 * @param make its numbers; must not depend on what an earlier step computed
 */
export type Draw = (shape: readonly number[], make: () => Float32Array) => tf.Tensor;

/** A {@linkcode Draw} that makes the tensor at once. */
export function drawNow(shape: readonly number[], make: () => Float32Array): tf.Tensor {
  return tf.tensor(make(), [...shape]);
}
