/**
 * The Domain Transfer Network: one direction, an f that never moves, and G = g(f(x)).
 *
 * @module
 */
import { countParameters, type Network, networkVariables } from "../networks/network.ts";
import { planGenerator } from "../networks/generator.ts";
import { NetworkPlanner } from "../networks/network_plan.ts";
import { buildHead, buildTrunk } from "../networks/trunk.ts";
import type { BaselineMethod } from "./baseline_method.ts";
import { createDomainBatches } from "./domain_batches.ts";
import { type DtnConfig, dtnFields } from "./dtn_config.ts";
import { applyG, dtnStep, generatorConfig, judgeShape } from "./dtn_step.ts";
import { fixedFeatures } from "./fixed_features.ts";

/** The labels of source and target. */
function directionOf(
  { fromDomain, toDomain }: DtnConfig,
  domains: readonly string[],
): readonly [number, number] {
  const indexOf = (name: string, option: string) => {
    const index = domains.indexOf(name);
    if (index >= 0) return index;
    throw new RangeError(`${option} ${name} is no domain of the data: use ${domains.join(", ")}`);
  };
  const source = fromDomain ? indexOf(fromDomain, "fromDomain") : toDomain === domains[0] ? 1 : 0;
  const others = [...domains.keys()].filter((c) => c !== source);
  if (!toDomain && others.length > 1) {
    throw new RangeError(`toDomain must be one of ${others.map((c) => domains[c]).join(", ")}`);
  }
  const target = toDomain ? indexOf(toDomain, "toDomain") : others[0];
  if (source !== target) return [source, target];
  throw new RangeError(`fromDomain and toDomain are both ${domains[source]}: name two domains`);
}

/**
 * The Domain Transfer Network as a baseline. Its batch is of each of the two domains.
 *
 * Source: Taigman et al., arXiv 1611.02200.
 */
export const dtn: BaselineMethod<DtnConfig> = {
  name: "dtn",
  title: "Domain Transfer Network",
  fields: dtnFields,
  checkDomains: (config, domains) => void directionOf(config, domains),
  plan(config) {
    const shape = judgeShape(config), d = new NetworkPlanner(), kind = fixedFeatures(config);
    buildTrunk(d, shape);
    buildHead(d, "classes", shape, 3);
    return {
      ...kind.plan && { f: kind.plan(config) },
      generator: planGenerator(generatorConfig(config), 1),
      discriminator: d.plan(),
    };
  },
  async begin(config) {
    const { network, changes } = await fixedFeatures(config).start(config);
    return { config: { ...config, ...changes }, networks: { f: network } };
  },
  async packaged(config) {
    const kind = fixedFeatures(config), networks: Record<string, Network> = {};
    if (!kind.plan) networks.f = (await kind.start(config)).network;
    return networks;
  },
  imagesOfStep: ({ batch }) => 2 * batch,
  prepare(training, images) {
    const [source, target] = directionOf(training.config, training.domains);
    const next = createDomainBatches(images, training.config, training.random.batches, [
      source,
      target,
    ]);
    return (draw) => {
      const [s, t] = next(draw);
      return dtnStep(training, s, t, draw);
    };
  },
  targets: (config, domains) => [domains[directionOf(config, domains)[1]]],
  translator(config, domains, { f, generator }) {
    const [source, target] = directionOf(config, domains), kind = fixedFeatures(config);
    const ofF = Object.values(networkVariables(f)).reduce((sum, { size }) => sum + size, 0);
    const remake: ReturnType<typeof dtn.translator>["translate"] = (x) => {
      const described = kind.apply(config, f, x), y = applyG(config, generator, described);
      described.dispose();
      return y;
    };
    return {
      domains,
      size: config.size,
      parameters: ofF + countParameters(generator),
      directions: [[source, target]],
      translate(x, wanted) {
        if (wanted === target) return remake(x, target);
        throw new RangeError(
          `This run translates to ${domains[target]} alone: train another for ${domains[wanted]}`,
        );
      },
      reconstruct: (x, domain) => domain === target ? remake(x, target) : undefined,
    };
  },
};
