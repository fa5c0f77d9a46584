/**
 * The generator G(z, c).
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { biasActivation } from "../kernels/bias.ts";
import type { Random } from "../random.ts";
import type { Mode, Network } from "./network.ts";
import { type NetworkPlan, NetworkPlanner, startNetwork } from "./network_plan.ts";
import { applyNorm, buildNorm } from "./normalize.ts";
import { upsampleConv } from "./upsample_conv.ts";

/**
 * Channels of G from the 4x4 block to the last hidden layer, halved at every doubling of the side:
 * for 64x64, 8gf, 4gf, 2gf, gf.
 */
export function generatorChannels(config: Config): number[] {
  const doublings = Math.log2(config.size / 4);
  return Array.from({ length: doublings }, (_, i) => config.gf * 2 ** (doublings - 1 - i));
}

/**
 * The norm of G's layer of a side. Where c is told late (config.gLabelFrom), the layers of smaller
 * sides have plain batch norm, so they draw the same for all domains. Source: CoGAN, Liu and Tuzel,
 * arXiv 1606.07536, whose generators share their first layers; here they share all but the scales and
 * shifts of the last ones.
 */
export function normAt({ gNorm, gLabelFrom }: Config, side: number): Config["gNorm"] {
  return gNorm === "conditional" && side < gLabelFrom ? "batch" : gNorm;
}

/**
 * Makes G's variables: W ~ N(0, 0.02), gamma ~ N(1, 0.02), biases 0, embedding ~ U(-0.1, 0.1).
 *
 * Source: section 3.1; layer list and init from the public release.
 *
 * @param config its gf, gNorm, gLabelFrom, gUp, gKernel, gFull, z, labelEmbedding and size decide the
 *   shapes
 * @param domains K, the number of domains
 * @param random where the initial values come from
 * @returns the variables; dispose of them with disposeNetwork
 */
export function createGenerator(config: Config, domains: number, random: Random): Network {
  return startNetwork(planGenerator(config, domains), random);
}

/** The variables of {@linkcode createGenerator}, which take no memory yet. */
export function planGenerator(config: Config, domains: number): NetworkPlan {
  const builder = new NetworkPlanner();
  const channels = generatorChannels(config);
  const side = config.gUp === "upsample" ? 3 : config.gKernel;
  if (config.labelEmbedding > 0) {
    builder.uniform("embedding", [domains, config.labelEmbedding], 0.1);
  }
  builder.weight("dense/kernel", [config.z + config.labelEmbedding, 16 * channels[0]]);
  buildNorm(builder, "dense", normAt(config, 4), channels[0], domains);
  channels.forEach((inputs, i) => {
    const hidden = channels[i + 1] ?? config.gFull, outputs = hidden || 3;
    builder.weight(`up${i + 1}/kernel`, [side, side, outputs, inputs]);
    if (hidden) buildNorm(builder, `up${i + 1}`, normAt(config, 8 * 2 ** i), outputs, domains);
    else builder.zeros(`up${i + 1}/bias`, [3]);
  });
  if (config.gFull) builder.weight("rgb/kernel", [3, 3, config.gFull, 3]).zeros("rgb/bias", [3]);
  return builder.plan();
}

/** Whether a variable of G has a row for each domain: its embedding, and scales and shifts by c. */
export function hasRowsByDomain(name: string, { rank }: { readonly rank: number }): boolean {
  return name === "embedding" || (rank === 2 && /\/(gamma|beta)$/.test(name));
}

/**
 * x = G(z, c): a dense layer to 4x4, then layers that double the side, each normalised and followed
 * by ReLU, and tanh at the end. With z fixed, changing c gives corresponding images of the domains,
 * since z is what they share.
 *
 * With config.gFull one more layer at full resolution comes before RGB. Without it, pixels are a
 * linear function of features of half the resolution. Differs: not in the paper.
 *
 * Source: section 3.1 and figure 2.
 *
 * @param config as given to {@linkcode createGenerator}
 * @param network G's variables
 * @param z [B, z]
 * @param c [B, K], float32, one-hot rows, or a mixture of domains whose row sums to 1
 * @param mode training (with `observed`) or inference
 * @returns images [B, size, size, 3] in [-1, 1]; the caller disposes of them
 */
export function applyGenerator(
  config: Config,
  network: Network,
  z: tf.Tensor2D,
  c: tf.Tensor2D,
  mode: Mode = {},
): tf.Tensor4D {
  if (z.shape[1] !== config.z) {
    throw new TypeError(`z must have shape [B, ${config.z}], got [${z.shape}]`);
  }
  if (c.rank !== 2 || c.shape[0] !== z.shape[0]) {
    throw new TypeError(`c must have shape [${z.shape[0]}, K], got [${c.shape}]`);
  }
  return tf.tidy(() => {
    const { weights } = network;
    const channels = generatorChannels(config);
    const input = config.labelEmbedding > 0
      ? tf.concat([z, tf.matMul(c, weights.embedding as tf.Tensor2D)], 1)
      : z;
    let x = tf.matMul(input, weights["dense/kernel"] as tf.Tensor2D)
      .reshape<tf.Tensor4D>([-1, 4, 4, channels[0]]);
    x = applyNorm(network, "dense", normAt(config, 4), x, "relu", mode, c); // (B, 4, 4, C0)
    channels.forEach((_, i) => {
      const name = `up${i + 1}`, hidden = channels[i + 1] ?? config.gFull;
      x = double(config, x, weights[`${name}/kernel`] as tf.Tensor4D); // (B, 2H, 2W, C/2)
      x = hidden
        ? applyNorm(network, name, normAt(config, 8 * 2 ** i), x, "relu", mode, c)
        : biasActivation(x, weights[`${name}/bias`], "tanh");
    });
    if (!config.gFull) return x;
    x = tf.conv2d(x, weights["rgb/kernel"] as tf.Tensor4D, 1, "same");
    return biasActivation(x, weights["rgb/bias"], "tanh"); // (B, S, S, 3)
  });
}

function double(config: Config, x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  if (config.gUp === "upsample") return upsampleConv(x, kernel);
  const [batch, height, width] = x.shape;
  const shape: [number, number, number, number] = [batch, 2 * height, 2 * width, kernel.shape[2]];
  return tf.conv2dTranspose(x, kernel, shape, 2, "same");
}
