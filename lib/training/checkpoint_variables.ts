/**
 * What the variables of a run are called in its checkpoint.
 *
 * @module
 */
import type { Model } from "../networks/model.ts";
import { networkVariables, prefixed, type Variables } from "../networks/network.ts";
import type { Adam } from "./adam.ts";
import type { Training } from "./training.ts";

/** What a trained model is used by: G's average, D and E. The average has G's name where it is G. */
export function usedVariables({ generator, average, discriminator, encoder }: Model): Variables {
  return {
    ...prefixed(average === generator ? "generator" : "average", networkVariables(average)),
    ...prefixed("discriminator", networkVariables(discriminator)),
    ...prefixed("encoder", networkVariables(encoder)),
  };
}

/** Every variable of a model by its name in the file. */
export function modelVariables(model: Model): Variables {
  const { generator } = model;
  return { ...prefixed("generator", networkVariables(generator)), ...usedVariables(model) };
}

/** The optimizers of a run, by what they move. */
export const adamStates = ({ stage1, stage2 }: Training): Readonly<Record<string, Adam>> => ({
  generator: stage1.adamG,
  discriminator: stage1.adamD,
  encoder: stage2.adamE,
});

/** Every variable of a run by its name in the file. */
export function trainingVariables(training: Training): Variables {
  const moments = Object.entries(adamStates(training)).map(([name, { m, v }]) => ({
    ...prefixed(`adam/${name}/m`, m),
    ...prefixed(`adam/${name}/v`, v),
  }));
  return Object.assign(modelVariables(training.model), ...moments);
}
