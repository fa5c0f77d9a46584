/**
 * Instance normalisation, with the activation that follows it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "../kernels/activation.ts";
import { batchNorm } from "../kernels/batch_norm.ts";
import { EPSILON } from "../networks/normalize.ts";

/**
 * y = act((x - mean) / sqrt(variance + 1e-5)), mean and variance those of each channel of each image.
 * There is no learned scale or shift, as in PyTorch's InstanceNorm2d by default. For one image it is
 * the batch norm of that image, whose kernel is used; each image of a batch goes through it alone.
 *
 * Source: Ulyanov et al., arXiv 1607.08022.
 *
 * @param x [B, H, W, C], float32
 * @param activation applied to the result
 * @returns y, the shape of x; the caller disposes of it
 */
export function instanceNorm(x: tf.Tensor4D, activation: Activation): tf.Tensor4D {
  return tf.tidy(() => {
    const [batch, , , channels] = x.shape;
    const one = tf.fill([channels], 1), zero = tf.fill([channels], 0);
    const normalized = (image: tf.Tensor4D) => batchNorm(image, one, zero, EPSILON, activation).y;
    if (batch === 1) return normalized(x);
    return tf.concat((tf.split(x, batch) as tf.Tensor4D[]).map(normalized));
  });
}
