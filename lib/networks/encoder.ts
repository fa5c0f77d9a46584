/**
 * The encoder E(x): the latent z of an image, whatever its domain.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Random } from "../random.ts";
import type { Mode, Network } from "./network.ts";
import { type NetworkPlan, NetworkPlanner, startNetwork } from "./network_plan.ts";
import { applyHead, applyTrunk, buildHead, buildTrunk, type TrunkShape } from "./trunk.ts";

const trunkShape = (config: Config): TrunkShape => ({
  size: config.size,
  filters: config.ef,
  kernel: config.dKernel,
  norm: config.eNorm,
});

/**
 * Makes E's variables: the trunk of D and a linear head of length z.
 *
 * Source: section 3.2; layer list and init from the public release.
 *
 * @param config its ef, eNorm, dKernel, z and size decide the shapes
 * @param random where the initial values come from
 * @returns the variables; dispose of them with disposeNetwork
 */
export function createEncoder(config: Config, random: Random): Network {
  return startNetwork(planEncoder(config), random);
}

/** The variables of {@linkcode createEncoder}, which take no memory yet. */
export function planEncoder(config: Config): NetworkPlan {
  const builder = new NetworkPlanner(), shape = trunkShape(config);
  buildTrunk(builder, shape);
  buildHead(builder, "latent", shape, config.z);
  return builder.plan();
}

/**
 * z = E(x). E is not told the domain; it reads what the domains share.
 *
 * Source: section 3.2.
 *
 * @param config as given to {@linkcode createEncoder}
 * @param network E's variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param mode training (with `observed`) or inference
 * @returns [B, z]; the caller disposes of it
 */
export function applyEncoder(
  config: Config,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode = {},
): tf.Tensor2D {
  const shape = trunkShape(config);
  return tf.tidy(() =>
    applyHead(network, "latent", shape, applyTrunk(shape, network, x, mode), mode)
  );
}
