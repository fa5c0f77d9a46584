/**
 * CycleGAN's generator: an image to an image of the other domain, without a z between.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasActivation } from "../kernels/bias.ts";
import { reflectionPad } from "../kernels/reflection_pad.ts";
import type { Network } from "../networks/network.ts";
import { type NetworkPlan, NetworkPlanner } from "../networks/network_plan.ts";
import { instanceNorm } from "./instance_norm.ts";

/** What decides a generator's shape. */
export interface ResnetShape {
  /** Channels of the first layer, doubled at each halving of the side. */
  readonly gf: number;
  /** How often the side is halved, and doubled again. */
  readonly downs: number;
  /** Residual blocks at the smallest side. */
  readonly blocks: number;
}

/** Channels at each side, the largest side first. */
const channelsOf = ({ gf, downs }: ResnetShape) =>
  Array.from({ length: downs + 1 }, (_, i) => gf * 2 ** i);

/**
 * The variables of a generator: W ~ N(0, 0.02), as in the public code.
 *
 * Differs: the public code has a bias in every convolution. Where instance norm follows, it takes the
 * bias out again, so only the last layer has one here; the function is the same.
 */
export function planResnet(shape: ResnetShape): NetworkPlan {
  const planner = new NetworkPlanner(), channels = channelsOf(shape), widest = channels.at(-1)!;
  planner.weight("first/kernel", [7, 7, 3, shape.gf]);
  for (let i = 1; i <= shape.downs; i++) {
    planner.weight(`down${i}/kernel`, [3, 3, channels[i - 1], channels[i]]);
  }
  for (let i = 1; i <= shape.blocks; i++) {
    for (const half of ["a", "b"]) {
      planner.weight(`block${i}/${half}/kernel`, [3, 3, widest, widest]);
    }
  }
  for (let i = shape.downs; i >= 1; i--) {
    planner.weight(`up${i}/kernel`, [3, 3, channels[i - 1], channels[i]]);
  }
  return planner.weight("rgb/kernel", [7, 7, shape.gf, 3]).zeros("rgb/bias", [3]).plan();
}

/**
 * y = G(x): c7s1-gf, one d for each halving, residual blocks, one u for each doubling, c7s1-3 with tanh;
 * instance norm and ReLU after each but the last. With gf 64, 2 downs and 6 blocks it is
 * c7s1-64,d128,d256,R256x6,u128,u64,c7s1-3.
 *
 * Source: Zhu et al., arXiv 1703.10593, section 7.2, after Johnson et al., arXiv 1603.08155; padding as
 * in the public code (`ResnetGenerator`): reflected but for the strided layers, which have zeros.
 *
 * @param shape as given to {@linkcode planResnet}
 * @param network its variables
 * @param x images [B, S, S, 3] in [-1, 1], S a multiple of 2 ** downs and at least 4 * 2 ** downs
 * @returns images [B, S, S, 3] in [-1, 1]; the caller disposes of them
 */
export function applyResnet(shape: ResnetShape, network: Network, x: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const kernel = (name: string) => network.weights[`${name}/kernel`] as tf.Tensor4D;
    const reflected = (x: tf.Tensor4D, name: string, pad: number) =>
      tf.conv2d(reflectionPad(x, pad), kernel(name), 1, "valid");
    let y = instanceNorm(reflected(x, "first", 3), "relu"); // (B, S, S, gf)
    for (let i = 1; i <= shape.downs; i++) {
      y = instanceNorm(tf.conv2d(y, kernel(`down${i}`), 2, 1), "relu"); // (B, H/2, W/2, 2C)
    }
    for (let i = 1; i <= shape.blocks; i++) {
      const half = instanceNorm(reflected(y, `block${i}/a`, 1), "relu");
      y = y.add(instanceNorm(reflected(half, `block${i}/b`, 1), "linear"));
    }
    for (let i = shape.downs; i >= 1; i--) {
      const [batch, height, width] = y.shape, up = kernel(`up${i}`);
      const outer: [number, number, number, number] = [
        batch,
        2 * height,
        2 * width,
        up.shape[2],
      ];
      y = instanceNorm(tf.conv2dTranspose(y, up, outer, 2, 1), "relu"); // (B, 2H, 2W, C/2)
    }
    return biasActivation(reflected(y, "rgb", 3), network.weights["rgb/bias"], "tanh");
  });
}
