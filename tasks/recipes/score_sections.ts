/**
 * The parts of the table that are made of scores at the end of a run.
 *
 * @module
 */
import type { MethodEvaluation } from "../../lib/evaluation/evaluation.ts";
import { markdownTable } from "./markdown_table.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeRow } from "./row.ts";
import type { ScoreColumn } from "./score_columns.ts";
import type { Speeds } from "./speed.ts";
import { spreadOf, spreadText } from "../../lib/evaluation/spread.ts";

/** The rows of one recipe, one a seed. */
export interface RecipeRows {
  readonly recipe: Recipe;
  readonly rows: readonly RecipeRow[];
}

/** Every recipe with its scores on the test split: `man -> woman / woman -> man`, mean ± spread. */
export function scoreTable(
  recipes: readonly RecipeRows[],
  columns: readonly ScoreColumn[],
  speeds?: Speeds,
): string {
  const head = ["recipe", "seeds", "images/s", ...columns.map(({ title }) => title)];
  const rows = recipes.map(({ recipe, rows }) => {
    const scored = rows.flatMap(({ test }) => test ? [test] : []);
    const failed = rows.length - scored.length;
    const speed = speeds?.recipes.find((speed) => speed.recipe === recipe.name);
    return [
      recipe.name,
      `${scored.length}` + (failed ? ` (${failed} diverged)` : ""),
      speed ? speed.imagesPerSecond.toFixed(0) : "-",
      ...columns.map((column) => scoreText(scored, column)),
    ];
  });
  return markdownTable(head, rows);
}

/** A score of several seeds, of each direction or domain. */
export function scoreText(
  evaluations: readonly MethodEvaluation[],
  { values, digits }: ScoreColumn,
): string {
  if (!evaluations.length) return "-";
  const perSeed = evaluations.map(values);
  const parts = perSeed[0].map((_, i) =>
    spreadText(spreadOf(perSeed.map((numbers) => numbers[i])), digits)
  );
  return parts.every((part) => part === "-") ? "-" : parts.join(" / ");
}

/**
 * What each recipe adds to one of them: the difference of the scores, the mean over directions, at
 * the same seeds, with its spread over them.
 */
export function differenceTable(
  base: RecipeRows,
  recipes: readonly RecipeRows[],
  columns: readonly ScoreColumn[],
): string {
  const head = [`minus ${base.recipe.name}`, ...columns.map(({ title }) => title)];
  const rows = recipes.map(({ recipe, rows }) => [
    recipe.name,
    ...columns.map((column) => {
      const differences = rows.flatMap(({ seed, test }) => {
        const other = base.rows.find((row) => row.seed === seed)?.test;
        return test && other ? [difference(test, other, column)] : [];
      });
      const text = spreadText(spreadOf(differences), column.digits);
      return text.startsWith("-") ? text : `+${text}`;
    }),
  ]);
  return markdownTable(head, rows);
}

/** Mean of a - b over directions or domains; null where one is missing. */
function difference(
  a: MethodEvaluation,
  b: MethodEvaluation,
  { values }: ScoreColumn,
): number | null {
  const of = values(a), from = values(b);
  if ([...of, ...from].some((value) => typeof value !== "number")) return null;
  return of.reduce<number>((sum, value, i) => sum + value! - from[i]!, 0) / of.length;
}
