/**
 * CycleGAN: two generators that undo each other, without a z.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { countParameters } from "../networks/network.ts";
import type { NetworkPlan } from "../networks/network_plan.ts";
import type { Translator } from "../translation/translator.ts";
import type { BaselineMethod, Networks } from "./baseline_method.ts";
import { type CycleGanConfig, cycleganFields } from "./cyclegan_config.ts";
import { cycleganStep, type DomainBatches, namesOf } from "./cyclegan_step.ts";
import { createDomainBatches } from "./domain_batches.ts";
import { planPool } from "./image_pool.ts";
import { planPatches } from "./patch_discriminator.ts";
import { applyResnet, planResnet } from "./resnet_generator.ts";

/**
 * CycleGAN as a baseline. Its batch is of each of the two domains.
 *
 * Source: Zhu et al., arXiv 1703.10593.
 */
export const cyclegan: BaselineMethod<CycleGanConfig> = {
  name: "cyclegan",
  title: "CycleGAN",
  fields: cycleganFields,
  derived: ({ size = cycleganFields.size.default }) => size < 64 ? { dLayers: 2 } : {},
  checkDomains(_, domains) {
    if (domains.length === 2) return;
    throw new RangeError(
      `CycleGAN translates between two domains, got ${domains.length} (${domains.join(", ")}): ` +
        "name data with two, or train by the two-step method, which takes any number",
    );
  },
  plan(config) {
    const plans: Record<string, NetworkPlan> = {};
    for (const c of [0, 1]) {
      const { generator, discriminator, pool } = namesOf(c);
      plans[generator] = planResnet(config);
      plans[discriminator] = planPatches(config);
      if (config.pool) plans[pool] = planPool(config.pool, config.size);
    }
    return plans;
  },
  imagesOfStep: ({ batch }) => 2 * batch,
  prepare(training, images) {
    const next = createDomainBatches(images, training.config, training.random.batches);
    return (draw) => cycleganStep(training, next(draw) as unknown as DomainBatches, draw);
  },
  translator: (config, domains, networks) => cycleTranslator(config, domains, networks),
};

/** y = G1(x) or G0(x) by the target; the reconstruction is the cycle, such as G0(G1(x)). */
function cycleTranslator(
  config: CycleGanConfig,
  domains: readonly string[],
  networks: Networks,
): Translator {
  const to = (c: number) => networks[namesOf(c).generator];
  const translate = (x: tf.Tensor4D, target: number) => applyResnet(config, to(target), x);
  return {
    domains,
    size: config.size,
    parameters: countParameters(to(0)) + countParameters(to(1)),
    translate,
    reconstruct(x, source) {
      const there = translate(x, 1 - source), back = translate(there, source);
      there.dispose();
      return back;
    },
  };
}
