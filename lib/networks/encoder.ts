/**
 * The encoder E(x): the latent z of an image, whatever its domain. Beside it there may be a second
 * encoder E_y(x), which reads the domain.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Random } from "../random.ts";
import { type Mode, type Network, networkOf, type Variables } from "./network.ts";
import { type NetworkPlan, NetworkPlanner, startNetwork } from "./network_plan.ts";
import { applyHead, applyTrunk, buildHead, buildTrunk, type TrunkShape } from "./trunk.ts";

const trunkShape = (config: Config): TrunkShape => ({
  size: config.size,
  filters: config.ef,
  kernel: config.dKernel,
  norm: config.eNorm,
});

/** What the names of E_y's variables begin with. */
const OF_DOMAIN = "domain/";

const domainShape = (config: Config): TrunkShape => ({
  ...trunkShape(config),
  prefix: OF_DOMAIN,
});

/**
 * Makes E's variables: the trunk of D and a linear head of length z. With config.eDomain also those of E_y,
 * which shares none with E: the same trunk once more and a linear head of K.
 *
 * Source: section 3.2; layer list and init from the public release.
 *
 * @param config its ef, eNorm, eDomain, dKernel, z and size decide the shapes
 * @param random where the initial values come from
 * @param domains K, the number of domains; needed with config.eDomain
 * @returns the variables; dispose of them with disposeNetwork
 * @throws RangeError if the number of domains is needed and missing
 */
export function createEncoder(config: Config, random: Random, domains?: number): Network {
  return startNetwork(planEncoder(config, domains), random);
}

/** The variables of {@linkcode createEncoder}, which take no memory yet. */
export function planEncoder(config: Config, domains: number = 0): NetworkPlan {
  const builder = new NetworkPlanner(), shape = trunkShape(config);
  buildTrunk(builder, shape);
  buildHead(builder, "latent", shape, config.z);
  if (config.eDomain) {
    if (domains < 2) throw new RangeError("eDomain needs to know how many domains there are");
    const ofDomain = domainShape(config);
    buildTrunk(builder, ofDomain);
    buildHead(builder, `${OF_DOMAIN}classes`, ofDomain, domains);
  }
  return builder.plan();
}

/** E without E_y, of the same variables. */
export function latentEncoder({ weights, statistics }: Network): Network {
  const own = (variables: Variables) =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith(OF_DOMAIN)));
  return networkOf(own(weights), own(statistics));
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

/**
 * The domain of a real image as E_y reads it.
 *
 * Source: IcGAN, Perarnau et al., arXiv 1611.06355, section 3.2: two encoders, E_z trained on fakes and E_y on
 * reals, which share nothing ("independent" is the best of their three ways). Differs: theirs has the squared
 * error of the attributes; domains exclude each other, so here it is a cross entropy.
 *
 * @param config as given to {@linkcode createEncoder}, with eDomain
 * @param network E's variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param mode training (with `observed`) or inference
 * @returns logits [B, K]; the caller disposes of them
 */
export function applyDomainEncoder(
  config: Config,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode = {},
): tf.Tensor2D {
  const shape = domainShape(config);
  return tf.tidy(() =>
    applyHead(network, `${OF_DOMAIN}classes`, shape, applyTrunk(shape, network, x, mode), mode)
  );
}
