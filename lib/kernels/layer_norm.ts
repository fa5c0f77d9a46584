/**
 * Layer normalisation, with the activation that follows it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "./activation.ts";
import { affineActivation, checkChannelParameters } from "./affine.ts";
import { hasKernel } from "./has_kernel.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {x, gamma, beta}, attrs {epsilon, activation}; outputs [y, mean, variance]. */
export const LAYER_NORM = "Im2imLayerNorm";
/**
 * Kernel name: inputs {dy, x, gamma, beta, mean, variance}, attrs {epsilon, activation};
 * outputs [dx, dgamma, dbeta].
 */
export const LAYER_NORM_GRAD = "Im2imLayerNormGrad";

/**
 * y = act(gamma * (x - mean) / sqrt(variance + epsilon) + beta), mean and variance those of each
 * sample over every axis but the first; on webgpu in two or three dispatches, elsewhere composed.
 *
 * Source: arXiv 1607.06450, with gamma and beta for each channel.
 *
 * @param x [B, ..., C], float32
 * @param gamma [C]
 * @param beta [C]
 * @param epsilon added to the variance
 * @param activation applied to the result
 * @returns y, the shape of x; the caller disposes of it
 */
export function layerNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  activation: Activation,
): T {
  checkChannelParameters(x, gamma, beta);
  return tf.tidy(() => {
    if (hasKernel(LAYER_NORM)) {
      const attrs = { epsilon, activation };
      return (runOwnKernel(LAYER_NORM, { x, gamma, beta }, attrs) as unknown as [T])[0];
    }
    const rows = x.reshape([x.shape[0], x.size / x.shape[0]]);
    const centred = rows.sub(rows.mean(1, true));
    const scale = centred.square().mean(1, true).add(epsilon).rsqrt();
    return affineActivation(centred.mul(scale).reshape(x.shape) as T, gamma, beta, activation);
  });
}

tf.registerGradient({
  kernelName: LAYER_NORM,
  inputsToSave: ["x", "gamma", "beta"],
  outputsToSave: [false, true, true],
  gradFunc: (dys, [x, gamma, beta, mean, variance], attrs) => {
    const dy = (dys as tf.Tensor[])[0];
    const [dx, dgamma, dbeta] = runOwnKernel(
      LAYER_NORM_GRAD,
      { dy, x, gamma, beta, mean, variance },
      attrs,
    ) as unknown as tf.Tensor[];
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
});
