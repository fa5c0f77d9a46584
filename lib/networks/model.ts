/**
 * The networks of a run, together.
 *
 * @module
 */
import type { Config } from "../config.ts";
import { createDiscriminator } from "./discriminator.ts";
import { createEncoder } from "./encoder.ts";
import { createGenerator } from "./generator.ts";
import { copyNetwork, disposeNetwork, type Network } from "./network.ts";
import { Random } from "../random.ts";

/** G, its moving average, D and E, with what is needed to apply them. */
export interface Model {
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
 * Makes the networks of a run, each from a random stream of its own, so that changing one network
 * leaves the start of the others alone.
 *
 * @param config what decides their shapes, and the seed
 * @param domains names of the domains, two or more
 * @throws RangeError if there are fewer than two domains
 */
export function createModel(config: Config, domains: readonly string[]): Model {
  if (domains.length < 2) {
    throw new RangeError(`Translation needs two domains or more, got ${domains.length}`);
  }
  const random = new Random(config.seed);
  const generator = createGenerator(config, domains.length, random.fork("generator"));
  return {
    config,
    domains,
    generator,
    average: config.emaMomentum > 0 ? copyNetwork(generator) : generator,
    discriminator: createDiscriminator(config, domains.length, random.fork("discriminator")),
    encoder: createEncoder(config, random.fork("encoder")),
  };
}

/** Frees every variable of the model. */
export function disposeModel(model: Model): void {
  const { generator, average, discriminator, encoder } = model;
  new Set([generator, average, discriminator, encoder]).forEach(disposeNetwork);
}
