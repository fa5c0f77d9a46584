/**
 * Everything that a baseline's run in progress consists of.
 *
 * @module
 */
import { Random } from "../random.ts";
import { disposeNetwork } from "../networks/network.ts";
import { startNetwork } from "../networks/network_plan.ts";
import { type AdamOptions, createAdam, disposeAdam } from "../training/adam.ts";
import { areDomainNames } from "../training/domain_names.ts";
import { createLossWatch } from "../training/loss_watch.ts";
import { decayedStepSize } from "../training/step_size.ts";
import type {
  BaselineConfig,
  BaselineMethod,
  BaselineStreams,
  BaselineTraining,
  Networks,
} from "./baseline_method.ts";

/**
 * Starts a run of a baseline. Each network has a random stream of its own.
 *
 * @param method which baseline
 * @param config its hyperparameters
 * @param domains names of the domains, all different, each fit to be a folder's
 * @param given networks that are not drawn, by name; taken over. {@linkcode beginBaseline} makes them
 * @returns a run at step 0; dispose of it by `using`
 * @throws RangeError if the method cannot be trained on these domains
 */
export function createBaselineTraining<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  config: C,
  domains: readonly string[],
  given?: Networks,
): BaselineTraining<C> {
  checkBaselineDomains(method, config, domains);
  if (method.begin && !given) {
    throw new TypeError(`${method.title} takes over networks: start it by beginBaseline`);
  }
  const random = new Random(config.seed);
  const networks = Object.fromEntries(
    Object.entries(method.plan(config, domains)).map(([name, plan]) =>
      [name, given?.[name] ?? startNetwork(plan, random.fork(name))] as const
    ),
  );
  const streams = { batches: random.fork("batches"), steps: random.fork("steps") };
  return startBaseline(method, config, domains, { ...networks, ...given }, streams);
}

/**
 * Starts a run of a baseline, after what it takes over from elsewhere was read.
 *
 * @throws as {@linkcode createBaselineTraining}; RangeError or CheckpointError if that does not fit
 */
export async function beginBaseline<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  config: C,
  domains: readonly string[],
): Promise<BaselineTraining<C>> {
  checkBaselineDomains(method, config, domains);
  const begun = await method.begin?.(config);
  return createBaselineTraining(method, begun?.config ?? config, domains, begun?.networks);
}

/** Throws a RangeError if a method cannot be trained on domains of these names. */
export function checkBaselineDomains<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  config: C,
  domains: readonly string[],
): void {
  if (!areDomainNames(domains)) {
    throw new RangeError(
      `Names of domains must be different, not empty, . or .., and without / and \\, got ` +
        `${JSON.stringify(domains)}: rename them`,
    );
  }
  method.checkDomains(config, domains);
}

/** A run at step 0 of networks that exist, which it takes over. */
export function startBaseline<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  config: C,
  domains: readonly string[],
  networks: Networks,
  random: BaselineStreams,
): BaselineTraining<C> {
  const moved = Object.entries(networks).filter(([, { weights }]) => Object.keys(weights).length);
  return {
    ...{ method, config, domains, networks, random },
    adams: Object.fromEntries(moved.map(([name, { weights }]) => [name, createAdam(weights)])),
    step1: 0,
    step2: 0,
    seconds: { 1: 0, 2: 0 },
    watches: { 1: createLossWatch(), 2: createLossWatch() },
    [Symbol.dispose]() {
      Object.values(this.networks).forEach(disposeNetwork);
      Object.values(this.adams).forEach(disposeAdam);
    },
  };
}

/** Adam's numbers after so many steps: constant at first, then falling linearly to almost 0. */
export function adamAt(config: BaselineConfig, step: number): AdamOptions {
  const { learningRate, beta1, beta2, steps1, decayShare } = config;
  return { learningRate: decayedStepSize(learningRate, step, steps1, decayShare), beta1, beta2 };
}
