/**
 * The normalisations that networks choose from, each with the activation that follows.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "../kernels/activation.ts";
import { batchNorm } from "../kernels/batch_norm.ts";
import { batchNormInference } from "../kernels/batch_norm_inference.ts";
import { biasActivation } from "../kernels/bias.ts";
import { layerNorm } from "../kernels/layer_norm.ts";
import type { Mode, Network } from "./network.ts";
import type { NetworkPlanner } from "./network_plan.ts";

/** Added to the variance. Source: public release. */
export const EPSILON = 1e-5;

/** How a layer's output is normalised; `conditional` looks scale and shift up by c. */
export type Norm = "none" | "batch" | "conditional" | "layer" | "spectral";

/**
 * Adds the variables of one normalisation. gamma ~ N(1, 0.02), beta = 0 (public release).
 * `none` and `spectral` have a bias only.
 *
 * @param builder the network under construction
 * @param name prefix of the variables
 * @param norm which normalisation
 * @param channels C
 * @param domains K, for `conditional`
 */
export function buildNorm(
  builder: NetworkPlanner,
  name: string,
  norm: Norm,
  channels: number,
  domains: number = 1,
): void {
  if (norm === "none" || norm === "spectral") {
    builder.zeros(`${name}/bias`, [channels]);
    return;
  }
  const shape = norm === "conditional" ? [domains, channels] : [channels];
  builder.weight(`${name}/gamma`, shape, 1).zeros(`${name}/beta`, shape);
  if (norm !== "layer") {
    builder.statistic(`${name}/mean`, [channels], 0).statistic(`${name}/variance`, [channels], 1);
  }
}

/**
 * Normalises, scales, shifts and activates.
 *
 * @param network owner of the variables
 * @param name prefix of the variables
 * @param norm as given to {@linkcode buildNorm}
 * @param x [B, H, W, C]
 * @param activation applied at the end
 * @param mode training or inference
 * @param c [B, K], rows that sum to 1, for `conditional`
 * @returns [B, H, W, C]
 */
export function applyNorm(
  network: Network,
  name: string,
  norm: Norm,
  x: tf.Tensor4D,
  activation: Activation,
  mode: Mode,
  c?: tf.Tensor2D,
): tf.Tensor4D {
  const { weights, statistics } = network;
  if (norm === "none" || norm === "spectral") {
    return biasActivation(x, weights[`${name}/bias`], activation);
  }
  let gamma: tf.Tensor = weights[`${name}/gamma`], beta: tf.Tensor = weights[`${name}/beta`];
  if (norm === "layer") return layerNorm(x, gamma, beta, EPSILON, activation);
  if (norm === "conditional") {
    gamma = tf.matMul(c!, gamma as tf.Tensor2D);
    beta = tf.matMul(c!, beta as tf.Tensor2D);
  }
  if (!mode.observed) {
    const mean = statistics[`${name}/mean`], variance = statistics[`${name}/variance`];
    return batchNormInference(x, gamma, beta, { mean, variance }, EPSILON, activation);
  }
  const { y, mean, variance } = batchNorm(x, gamma, beta, EPSILON, activation);
  mode.observed[`${name}/mean`] = tf.keep(mean);
  mode.observed[`${name}/variance`] = tf.keep(variance);
  return y;
}
