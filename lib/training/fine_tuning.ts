/**
 * A run that begins with the weights of another.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Config, configDifference } from "../config.ts";
import { createModel, type Model, planModel } from "../networks/model.ts";
import { networkVariables } from "../networks/network.ts";
import type { Origin } from "./run_history.ts";
import { checkTrainable, startTraining, type Training } from "./training.ts";

/**
 * Starts a run with trained weights, on domains of its own: fine-tuning. G, its average, D and E are
 * copied, statistics too; moments, counters and random streams begin anew. Where the number of domains
 * is another, what is made for each domain cannot be copied: each row of G's (its scales, shifts and
 * embeddings of c) begins as the mean of the trained domains' rows, and D's heads are drawn anew from
 * config.seed. So do scales and shifts of layers that are to be told c no more (config.gLabelFrom), or
 * for the first time.
 *
 * Differs: not in the paper.
 *
 * @param trained the model to begin with; copied
 * @param config its config, but for what leaves the shapes alone
 * @param domains names of the domains, as {@linkcode createTraining} takes them
 * @param origin what the run's history shall say of the weights
 * @returns a run at step 0; dispose of it by `using`
 * @throws RangeError that lists the fields which give the networks other shapes; or as createTraining does
 */
export function createFineTuning(
  trained: Model,
  config: Config,
  domains: readonly string[],
  origin?: Origin,
): Training {
  checkTrainable(config, domains);
  checkSameShapes(trained.config, config);
  const model = createModel(config, domains);
  for (const network of ["generator", "average", "discriminator", "encoder"] as const) {
    // G itself is its average where there is none.
    if (network === "average" && model.average === model.generator) continue;
    const from = networkVariables(trained[network]), to = networkVariables(model[network]);
    for (const [name, variable] of Object.entries(to)) copyInto(variable, from[name], network);
  }
  return { ...startTraining(model), history: origin ? { from: origin } : {} };
}

function copyInto(target: tf.Variable, source: tf.Variable, network: string): void {
  tf.tidy(() => {
    if (`${target.shape}` === `${source.shape}`) target.assign(source.add(0));
    else if (network === "generator" || network === "average") {
      const { shape } = target, forEach = source.rank === 2; // for each domain, or for all alike
      const shared = forEach ? tf.mean(source, 0) : source;
      target.assign(shape.length === 2 ? shared.expandDims(0).tile([shape[0], 1]) : shared.add(0));
    }
  });
}

function checkSameShapes(trained: Config, config: Config): void {
  const { gLabelFrom } = config; // rows for each domain become one for all, or the other way
  const shapes = (of: Config) => {
    const { generator, discriminator, encoder } = planModel({ ...of, gLabelFrom }, 2);
    return JSON.stringify([generator, discriminator, encoder]);
  };
  if (shapes(trained) === shapes(config)) return;
  throw new RangeError(
    `The weights were trained under a config that gives the networks other shapes ` +
      `(${configDifference(trained, config).join("; ")}): leave out what changes their shapes`,
  );
}
