/**
 * Values as constants.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * The same values, through which no gradient flows. TensorFlow.js has no such operation.
 *
 * @param x any shape
 * @returns a tensor of the same shape
 */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  const constant = tf.customGrad((value) => ({
    value: (value as tf.Tensor).clone(),
    gradFunc: () => tf.zerosLike(value as tf.Tensor),
  }));
  return constant(x) as T;
}
