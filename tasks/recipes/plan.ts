/**
 * Which run comes next.
 *
 * @module
 */
import type { Budget } from "./budget.ts";
import { chooseGenerator, chooseStepSize } from "./choose.ts";
import type { EncoderRecipe, GeneratorRecipe, Recipe } from "./recipe.ts";
import type { Shard } from "../shared/shard.ts";
import { encoderRecipes, generatorRecipes, recipes } from "./recipe_list.ts";
import { findRow, type RecipeRow } from "./row.ts";

/** What a table shall hold. */
export interface Plan {
  readonly budget: Budget;
  /** Seeds, the one that recipes are chosen by first. */
  readonly seeds: readonly number[];
  /** Names of recipes; all but the extra ones if left out. */
  readonly only?: readonly string[];
  /** The part of the runs that this process does; all if left out. */
  readonly shard?: Shard;
}

/** A run that is to be done: with `base`, stage 2 alone. */
export type PlannedRun =
  | { readonly seed: number; readonly recipe: GeneratorRecipe; readonly base?: undefined }
  | { readonly seed: number; readonly recipe: EncoderRecipe; readonly base: GeneratorRecipe };

/** What a run's model and its claim are named after; no two runs of a table share it. */
export function runName({ recipe, base, seed }: PlannedRun, budget: Budget): string {
  return [budget.name, base?.name, recipe.name, `seed${seed}`].filter(Boolean).join("_");
}

/** Whether a plan holds a recipe. */
export function isWanted(recipe: Recipe, only?: Plan["only"]): boolean {
  return only ? only.includes(recipe.name) : !(recipe.stage === 1 && recipe.extra);
}

/** Every run takes its turn by seed and recipe, whether it can start already or not. */
function placeOf({ seeds, only }: Plan, { seed, recipe }: PlannedRun): number {
  const wanted = recipes.filter((each) => isWanted(each, only));
  return seeds.indexOf(seed) * wanted.length + wanted.indexOf(recipe);
}

/** The number of the shard that does a run, of so many. */
export function shardOfRun(plan: Plan, run: PlannedRun, count: number): number {
  return placeOf(plan, run) % count;
}

/** Those of some runs that belong to the plan's shard. */
export function ownRuns(plan: Plan, runs: readonly PlannedRun[]): readonly PlannedRun[] {
  const { shard } = plan;
  return shard ? runs.filter((run) => shardOfRun(plan, run, shard.count) === shard.index) : runs;
}

/** Every run of a plan that has no row yet, as far as the rows say what is to be done. */
export function missingRuns(plan: Plan, rows: readonly RecipeRow[]): PlannedRun[] {
  const { budget, seeds, only } = plan;
  const wanted = (recipe: Recipe) => isWanted(recipe, only);
  return seeds.flatMap((seed): PlannedRun[] => [
    ...generatorRecipes.filter(wanted).map((recipe) => ({ recipe, seed })),
    ...encoderRuns(plan, rows, seed).filter(({ recipe }) => wanted(recipe)),
  ]).filter(({ recipe, base, seed }) =>
    !findRow(rows, { recipe: recipe.name, base: base?.name, seed, budget: budget.name })
  );
}

/** Stage 2 at a seed: nothing until the generator is chosen, and trained at this seed too. */
function encoderRuns(
  { budget: { name: budget }, seeds }: Plan,
  rows: readonly RecipeRow[],
  seed: number,
) {
  const best = chooseGenerator(rows, budget, seeds[0]);
  const base = generatorRecipes.find(({ name }) => name === best);
  if (!base || !findRow(rows, { recipe: base.name, seed, budget })?.model) return [];
  const chosen = (["z", "pixel"] as const).map((objective) =>
    chooseStepSize(rows, base.name, budget, seeds[0], objective)
  );
  return encoderRecipes.filter(({ name, trialOf, refine }) => {
    if (refine) {
      return findRow(rows, { recipe: refine.encoder, base: base.name, seed, budget })?.model;
    }
    // e-base is what the others are compared with, whichever step size is the best.
    return !trialOf || name === "e-base" || seed === seeds[0] || chosen.includes(name);
  }).map((recipe) => ({ recipe, base, seed }));
}
