/**
 * PatchGAN's discriminator: whether each patch of an image is real.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasActivation } from "../kernels/bias.ts";
import type { Network } from "../networks/network.ts";
import { type NetworkPlan, NetworkPlanner } from "../networks/network_plan.ts";
import { instanceNorm } from "./instance_norm.ts";

/** What decides a discriminator's shape. */
export interface PatchShape {
  /** Channels of the first layer, doubled at each further one up to eight times as many. */
  readonly df: number;
  /** Layers that halve the side: 3 for patches of 70x70, 2 for 34x34. */
  readonly dLayers: number;
}

const channelsOf = ({ df, dLayers }: PatchShape) =>
  Array.from({ length: dLayers + 1 }, (_, i) => df * Math.min(8, 2 ** i));

/** The side of the patch that one answer is about, in pixels: 16, 34, 70, 142 for 1 to 4 layers. */
export function patchSide({ dLayers }: PatchShape): number {
  return Array.from({ length: dLayers }).reduce<number>((side) => 2 * side + 2, 7);
}

/**
 * The variables of a discriminator: W ~ N(0, 0.02), biases 0, as in the public code; convolutions that
 * instance norm follows have none, since it would take them out.
 */
export function planPatches(shape: PatchShape): NetworkPlan {
  const planner = new NetworkPlanner(), channels = channelsOf(shape);
  channels.forEach((outputs, i) => {
    planner.weight(`conv${i + 1}/kernel`, [4, 4, channels[i - 1] ?? 3, outputs]);
    if (i === 0) planner.zeros("conv1/bias", [outputs]);
  });
  return planner.weight("source/kernel", [4, 4, channels.at(-1)!, 1]).zeros("source/bias", [1])
    .plan();
}

/**
 * Layers of 4x4 kernels, of which the first dLayers halve the side, with leaky ReLU (0.2), and instance
 * norm in all but the first and the last.
 *
 * Source: Zhu et al., arXiv 1703.10593, section 7.2, and the public code (`NLayerDiscriminator`).
 *
 * @param shape as given to {@linkcode planPatches}
 * @param network its variables
 * @param x images [B, S, S, 3] in [-1, 1]
 * @returns one number a patch [B, H, W, 1], 1 for real and 0 for fake under least squares; the caller
 *   disposes of them
 */
export function applyPatches(shape: PatchShape, network: Network, x: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const { weights } = network;
    for (let i = 1; i <= shape.dLayers + 1; i++) {
      const kernel = weights[`conv${i}/kernel`] as tf.Tensor4D;
      x = tf.conv2d(x, kernel, i <= shape.dLayers ? 2 : 1, 1);
      x = i === 1
        ? biasActivation(x, weights["conv1/bias"], "leakyRelu")
        : instanceNorm(x, "leakyRelu");
    }
    const answers = tf.conv2d(x, weights["source/kernel"] as tf.Tensor4D, 1, 1);
    return biasActivation(answers, weights["source/bias"], "linear");
  });
}
