/**
 * What the held-out scores decide: the generator that stage 2 builds on, and step sizes.
 *
 * @module
 */
import { encoderRecipes, generatorRecipes } from "./recipe_list.ts";
import { findRow, type RecipeRow } from "./row.ts";

/** Translations that the classifier does not take for the target domain are no translations. */
const LEAST_ACCURACY = 0.95;

/** The mean of a number over all directions. */
export function overDirections<D>(
  { directions }: { readonly directions: readonly D[] },
  value: (direction: D) => number,
): number {
  return directions.reduce((sum, direction) => sum + value(direction), 0) / directions.length;
}

/**
 * The row with the highest paired score on held-out faces, out of those whose target accuracy is
 * 0.95 or more; out of all where none is that good.
 *
 * @returns undefined if no row has scores
 */
export function bestRow(rows: readonly RecipeRow[]): RecipeRow | undefined {
  const scored = rows.filter((row) => row.heldOut);
  const accurate = scored.filter(({ heldOut }) =>
    overDirections(heldOut!, (d) => d.targetAccuracy) >= LEAST_ACCURACY
  );
  const paired = ({ heldOut }: RecipeRow) => overDirections(heldOut!, (d) => d.pairedScore);
  return (accurate.length ? accurate : scored)
    .toSorted((a, b) => paired(b) - paired(a))[0];
}

/**
 * The recipe whose generator stage 2 builds on: the best at the first seed.
 *
 * @param rows of the table
 * @param budget its name
 * @param seed the first
 * @returns undefined until every generator recipe, the extra ones left out, has a row at that seed
 */
export function chooseGenerator(
  rows: readonly RecipeRow[],
  budget: string,
  seed: number,
): string | undefined {
  const found = generatorRecipes.filter(({ extra }) => !extra)
    .map(({ name: recipe }) => findRow(rows, { recipe, seed, budget }));
  if (found.includes(undefined)) return undefined;
  return bestRow(found as RecipeRow[])?.recipe;
}

/**
 * The encoder recipe whose step size is the best of its objective at the first seed.
 *
 * @param rows of the table
 * @param base the recipe that they build on
 * @param budget its name
 * @param seed the first
 * @param objective of E
 * @returns undefined until every step size has a row at that seed
 */
export function chooseStepSize(
  rows: readonly RecipeRow[],
  base: string,
  budget: string,
  seed: number,
  objective: "z" | "pixel",
): string | undefined {
  const found = encoderRecipes.filter(({ trialOf }) => trialOf === objective)
    .map(({ name: recipe }) => findRow(rows, { recipe, base, seed, budget }));
  if (found.includes(undefined)) return undefined;
  return bestRow(found as RecipeRow[])?.recipe;
}
