/**
 * The networks of a run, together.
 *
 * @module
 */
import type { Config } from "../config.ts";
import { BIAS } from "../kernels/bias.ts";
import { requireKernel } from "../kernels/require_kernel.ts";
import { createDiscriminator, planDiscriminator } from "./discriminator.ts";
import { createEncoder, planEncoder } from "./encoder.ts";
import { createGenerator, planGenerator } from "./generator.ts";
import { copyNetwork, disposeNetwork, type Network } from "./network.ts";
import { fillNetwork, type NetworkPlan } from "./network_plan.ts";
import { Random } from "../random.ts";

/** G, its moving average, D and E, with what is needed to apply them. */
export interface Model extends Disposable {
  /** The configuration they were made for. */
  readonly config: Config;
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
  /** G as the optimizer moves it. */
  readonly generator: Network;
  /** The moving average of G, which stage 2 and translation use; G itself where config.emaMomentum is 0. */
  readonly average: Network;
  /** D. */
  readonly discriminator: Network;
  /** E. */
  readonly encoder: Network;
}

/**
 * Makes the networks of a run. Each has a random stream of its own, so changing one network does
 * not change the initial values of the others.
 *
 * @param config what decides their shapes, and the seed
 * @param domains names of the domains, two or more
 * @throws RangeError if there are fewer than two domains
 * @throws Error if no backend with our kernels was started; it names selectBackend
 */
export function createModel(config: Config, domains: readonly string[]): Model {
  if (domains.length < 2) {
    throw new RangeError(`Translation needs two domains or more, got ${domains.length}`);
  }
  requireKernel(BIAS); // every layer ends in it
  const random = new Random(config.seed);
  const generator = createGenerator(config, domains.length, random.fork("generator"));
  return {
    config,
    domains,
    generator,
    average: config.emaMomentum > 0 ? copyNetwork(generator) : generator,
    discriminator: createDiscriminator(config, domains.length, random.fork("discriminator")),
    encoder: createEncoder(config, random.fork("encoder"), domains.length),
    [Symbol.dispose]: disposeThis,
  };
}

/** Names of the networks of a model; `average` only where it is not G itself. */
export type NetworkName = "generator" | "average" | "discriminator" | "encoder";

/** The variables of each network of a model, which take no memory yet. */
export type ModelPlan = Readonly<Partial<Record<NetworkName, NetworkPlan>>>;

/** What {@linkcode createModel} would make for so many domains. */
export function planModel(config: Config, domains: number): ModelPlan {
  const generator = planGenerator(config, domains);
  return {
    generator,
    ...(config.emaMomentum > 0 ? { average: generator } : {}),
    discriminator: planDiscriminator(config, domains),
    encoder: planEncoder(config, domains),
  };
}

/**
 * Makes the networks of a run from existing values; nothing is drawn.
 *
 * @param config as for {@linkcode createModel}
 * @param domains names of the domains
 * @param valuesOf the values of a variable of a network, row-major, of the planned shape
 */
export function fillModel(
  config: Config,
  domains: readonly string[],
  valuesOf: (network: NetworkName, variable: string) => Float32Array,
): Model {
  requireKernel(BIAS); // as createModel
  const plan = planModel(config, domains.length);
  const fill = (name: NetworkName) => fillNetwork(plan[name]!, (v) => valuesOf(name, v));
  const generator = fill("generator");
  return {
    config,
    domains,
    generator,
    average: plan.average ? fill("average") : generator,
    discriminator: fill("discriminator"),
    encoder: fill("encoder"),
    [Symbol.dispose]: disposeThis,
  };
}

/** {@linkcode disposeModel} as a method of the model. */
function disposeThis(this: Model): void {
  disposeModel(this);
}

/** Frees every variable of the model. */
export function disposeModel(model: Model): void {
  const { generator, average, discriminator, encoder } = model;
  new Set([generator, average, discriminator, encoder]).forEach(disposeNetwork);
}
