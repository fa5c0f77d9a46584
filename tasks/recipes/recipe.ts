/**
 * What a recipe is, and the config that it stands for under a budget.
 *
 * @module
 */
import { type Config, configDifference } from "../../lib/config.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import type { Budget } from "./budget.ts";

/** How the generator is trained; stage 2 is the same for all of these. */
export interface GeneratorRecipe {
  readonly stage: 1;
  /** Its name on the command line, in the rows and in the table. */
  readonly name: string;
  /** In a few words. */
  readonly doc: string;
  /** What it starts from. */
  readonly preset: PresetName;
  /** What it changes; the budget decides how an average is taken, `emaMomentum: "budget"`. */
  readonly changes: Omit<Partial<Config>, "emaMomentum"> & { readonly emaMomentum?: "budget" };
  /** Run only where `--only` names it, and never what stage 2 builds on. */
  readonly extra?: true;
}

/** How the encoder is trained, or applied, on the best generator of stage 1. */
export interface EncoderRecipe {
  readonly stage: 2;
  /** Its name on the command line, in the rows and in the table. */
  readonly name: string;
  /** In a few words. */
  readonly doc: string;
  /** What it changes in {@linkcode commonEncoder}. */
  readonly changes: Partial<Config>;
  /** One of several step sizes of an objective: the best at the first seed goes on to the others. */
  readonly trialOf?: Config["objective"];
  /** Trains nothing: refines the latents that the recipe `encoder` finds, with this weight. */
  readonly refine?: { readonly encoder: string; readonly weight: number };
}

/** A recipe of either stage. */
export type Recipe = GeneratorRecipe | EncoderRecipe;

/**
 * Stage 2 of every recipe that does not say otherwise: what learns fastest (see
 * fixtures/benchmark/README.md).
 */
export const commonEncoder: Partial<Config> = {
  eNorm: "batch",
  eLearningRate: 1.5e-3,
  eBeta1: 0.5,
  objective: "z",
  eAugment: [],
  eRealWeight: 0,
  eInvarianceWeight: 0,
  eErase: false,
  eDecayShare: 0,
};

/** The config of a generator recipe under a budget. */
export function generatorConfig(recipe: GeneratorRecipe, budget: Budget, seed: number): Config {
  const { size, width, z, batch, images, steps2, emaMomentum } = budget;
  const steps1 = Math.round(images / batch);
  const { emaMomentum: average, ...changes } = recipe.changes;
  return createConfig(recipe.preset, {
    size,
    z,
    batch,
    gf: width,
    df: width,
    ef: width,
    steps1,
    steps2,
    seed,
    ...commonEncoder,
    ...(average ? { emaMomentum } : {}),
    ...changes,
  });
}

/** The config of an encoder recipe on the generator of another. */
export function encoderConfig(
  recipe: EncoderRecipe,
  generator: GeneratorRecipe,
  budget: Budget,
  seed: number,
): Config {
  const { preset: _, ...base } = generatorConfig(generator, budget, seed);
  return createConfig(generator.preset, { ...base, ...recipe.changes });
}

/** What a generator recipe changes in `release` under the same budget, as `key: a -> b`. */
export function differenceFromRelease(config: Config, budget: Budget): string[] {
  const release: GeneratorRecipe = { stage: 1, name: "", doc: "", preset: "release", changes: {} };
  return configDifference(generatorConfig(release, budget, config.seed), config)
    .filter((line) => !line.startsWith("preset"));
}
