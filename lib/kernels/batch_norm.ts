/**
 * Batch normalisation of a training step, with the activation that follows it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "./activation.ts";
import { checkChannelParameters } from "./affine.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {x, gamma, beta}, attrs {epsilon, activation}; outputs [y, mean, variance]. */
export const BATCH_NORM = "Im2imBatchNorm";
/**
 * Kernel name: inputs {dy, x, gamma, beta, mean, variance}, attrs {epsilon, activation};
 * outputs [dx, dgamma, dbeta], the latter two the shape of gamma.
 */
export const BATCH_NORM_GRAD = "Im2imBatchNormGrad";

/** What {@linkcode batchNorm} returns. */
export interface BatchNormResult<T extends tf.Tensor> {
  /** act(gamma * (x - mean) / sqrt(variance + epsilon) + beta), the shape of x. */
  readonly y: T;
  /** Mean over every axis but the last, [C]. No gradient flows through it. */
  readonly mean: tf.Tensor1D;
  /** Biased variance over every axis but the last, [C]. No gradient flows through it. */
  readonly variance: tf.Tensor1D;
}

/**
 * y = act(gamma * (x - mean) / sqrt(variance + epsilon) + beta), mean and variance taken over every
 * axis but the last.
 *
 * @param x [B, ..., C], float32
 * @param gamma [C], or [B, C] for class-conditional batch norm (one row for each sample)
 * @param beta the shape of gamma
 * @param epsilon added to the variance
 * @param activation applied to the result
 * @returns y and the statistics; the caller disposes of them
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  activation: Activation,
): BatchNormResult<T> {
  checkChannelParameters(x, gamma, beta);
  const [y, mean, variance] = runOwnKernel(
    BATCH_NORM,
    { x, gamma, beta },
    { epsilon, activation },
  ) as unknown as [T, tf.Tensor1D, tf.Tensor1D];
  return { y, mean, variance };
}

tf.registerGradient({
  kernelName: BATCH_NORM,
  inputsToSave: ["x", "gamma", "beta"],
  outputsToSave: [false, true, true],
  gradFunc: (dys, [x, gamma, beta, mean, variance], attrs) => {
    const dy = (dys as tf.Tensor[])[0];
    const [dx, dgamma, dbeta] = runOwnKernel(
      BATCH_NORM_GRAD,
      { dy, x, gamma, beta, mean, variance },
      attrs,
    ) as unknown as tf.Tensor[];
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
});
