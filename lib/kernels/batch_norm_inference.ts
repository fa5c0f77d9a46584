/**
 * Batch normalisation with given statistics, and the activation that follows it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "./activation.ts";
import { AFFINE_GRAD, affineActivation, checkChannelParameters } from "./affine.ts";
import { hasKernel } from "./has_kernel.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {x, gamma, beta, mean, variance}, attrs {epsilon, activation}; output y. */
export const BATCH_NORM_INFERENCE = "Im2imBatchNormInference";

/** Moving statistics, both [C]. No gradient flows to them on webgpu. */
export interface Statistics {
  /** Mean of each channel. */
  readonly mean: tf.Tensor;
  /** Variance of each channel. */
  readonly variance: tf.Tensor;
}

/**
 * y = act(gamma * (x - mean) / sqrt(variance + epsilon) + beta), on webgpu in one dispatch; elsewhere
 * the statistics are folded into a scale and a shift first.
 *
 * @param x [B, ..., C], float32
 * @param gamma [C], or [B, C] for one row for each sample
 * @param beta the shape of gamma
 * @param statistics what a training estimated
 * @param epsilon added to the variance
 * @param activation applied to the result
 * @returns y, the shape of x; the caller disposes of it
 */
export function batchNormInference<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  statistics: Statistics,
  epsilon: number,
  activation: Activation,
): T {
  checkChannelParameters(x, gamma, beta);
  const { mean, variance } = statistics;
  if (hasKernel(BATCH_NORM_INFERENCE)) {
    const attrs = { epsilon, activation };
    return runOwnKernel(BATCH_NORM_INFERENCE, { x, gamma, beta, mean, variance }, attrs);
  }
  return tf.tidy(() => {
    const { scale, shift } = folded(gamma, beta, statistics, epsilon);
    return affineActivation(x, scale, shift, activation);
  });
}

function folded(
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { mean, variance }: Statistics,
  epsilon: number,
) {
  const inverse = variance.add(epsilon).rsqrt(), scale = gamma.mul(inverse);
  return { inverse, scale, shift: beta.sub(scale.mul(mean)) };
}

tf.registerGradient({
  kernelName: BATCH_NORM_INFERENCE,
  inputsToSave: ["x", "gamma", "beta", "mean", "variance"],
  gradFunc: (dy, [x, gamma, beta, mean, variance], attrs) => {
    const { epsilon, activation } = attrs as unknown as { epsilon: number; activation: Activation };
    const { inverse, scale, shift } = folded(gamma, beta, { mean, variance }, epsilon);
    const [dx, dscale, dshift] = runOwnKernel(
      AFFINE_GRAD,
      { dy: dy as tf.Tensor, x, scale, shift },
      { activation },
    ) as unknown as tf.Tensor[];
    return {
      x: () => dx,
      gamma: () => dscale.sub(dshift.mul(mean)).mul(inverse),
      beta: () => dshift,
      mean: () => tf.zerosLike(mean),
      variance: () => tf.zerosLike(variance),
    };
  },
});
