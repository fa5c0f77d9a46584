/**
 * The discriminator D(x): whether x is real, and of which domain it is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Random } from "../random.ts";
import type { Mode, Network } from "./network.ts";
import { type NetworkPlan, NetworkPlanner, startNetwork } from "./network_plan.ts";
import { applyHead, applyTrunk, buildHead, buildTrunk, type TrunkShape } from "./trunk.ts";

/** D's two answers, both as logits. */
export interface Judgement {
  /** Real (positive) or fake (negative), [B]. */
  readonly source: tf.Tensor1D;
  /**
   * Domain, [B, K] for AC-GAN; [B, 2K] for ADC-GAN, real of domain c at 2c, fake at 2c + 1; [B, K] for
   * a projection head: what each domain adds to source, where D is told c.
   */
  readonly classes: tf.Tensor2D;
  /** z as D reads it, [B, z]; only with config.zWeight. */
  readonly latent?: tf.Tensor2D;
}

const trunkShape = (config: Config): TrunkShape => ({
  size: config.size,
  filters: config.df,
  kernel: config.dKernel,
  norm: config.dNorm,
});

const latentShape = (config: Config): TrunkShape => ({ ...trunkShape(config), norm: "none" });

/**
 * Makes D's variables: a trunk of stride-2 convolutions, a head of 1 and a head of K (or 2K). With
 * config.zWeight there is also a linear head of length config.z, without spectral norm. Differs:
 * that head is not in the paper. Source: InfoGAN, Chen et al., arXiv 1606.03657, with all of z as
 * its code.
 *
 * Source: section 3.1; layer list and init from the public release.
 *
 * @param config its df, dNorm, dKernel, dHead, zWeight, z and size decide the shapes
 * @param domains K, the number of domains
 * @param random where the initial values come from
 * @returns the variables; dispose of them with disposeNetwork
 */
export function createDiscriminator(config: Config, domains: number, random: Random): Network {
  return startNetwork(planDiscriminator(config, domains), random);
}

/** The variables of {@linkcode createDiscriminator}, which take no memory yet. */
export function planDiscriminator(config: Config, domains: number): NetworkPlan {
  const builder = new NetworkPlanner(), shape = trunkShape(config);
  buildTrunk(builder, shape);
  buildHead(builder, "source", shape, 1);
  buildHead(builder, "classes", shape, config.dHead === "adcgan" ? 2 * domains : domains);
  if (config.zWeight > 0) buildHead(builder, "latent", latentShape(config), config.z);
  return builder.plan();
}

/**
 * D(x).
 *
 * @param config as given to {@linkcode createDiscriminator}
 * @param network D's variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param mode training (with `observed`) or inference
 * @returns logits; the caller disposes of them
 */
export function applyDiscriminator(
  config: Config,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode = {},
): Judgement {
  const shape = trunkShape(config);
  return tf.tidy(() => {
    const features = applyTrunk(shape, network, x, mode);
    return {
      source: applyHead(network, "source", shape, features, mode).reshape([x.shape[0]]),
      classes: applyHead(network, "classes", shape, features, mode),
      ...(config.zWeight > 0 &&
        { latent: applyHead(network, "latent", latentShape(config), features, mode) }),
    } as unknown as tf.TensorContainerObject;
  }) as unknown as Judgement;
}
