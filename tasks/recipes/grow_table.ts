/**
 * The loop: one missing run after the other, each kept as soon as it is done.
 *
 * @module
 */
import { duration } from "../progress.ts";
import {
  type BenchContext,
  type ContextRequest,
  openContext,
  startBackend,
} from "./bench_context.ts";
import { overDirections } from "./choose.ts";
import { missingRuns, type Plan } from "./plan.ts";
import { encoderRecipes, generatorRecipes } from "./recipe_list.ts";
import { appendRow, checkSameConfig, readRows, type RecipeRow, rowsPath } from "./row.ts";
import { configOf, runRecipe } from "./run_recipe.ts";
import { scoreModel } from "./score_row.ts";

/**
 * Does every run of the plan that has no row yet.
 *
 * @param request folder, budget, backend, Ctrl-C
 * @param plan recipes and seeds
 * @param minutes no run is started after so many
 */
export async function growTable(
  request: ContextRequest,
  plan: Plan,
  minutes: number,
): Promise<void> {
  const { folder, signal } = request, started = performance.now();
  const rows = await readRows(rowsPath(folder));
  checkRows(rows, plan);
  if (!missingRuns(plan, rows).length) {
    await startBackend(request.backend);
    return console.log("Every run has its row");
  }
  const context = await openContext(request);
  while (!signal.aborted && performance.now() - started < minutes * 60_000) {
    const [run] = missingRuns(plan, rows);
    if (!run) break;
    const begun = performance.now();
    console.log(`${run.recipe.name}${run.base ? ` on ${run.base.name}` : ""}, seed ${run.seed}`);
    const row = await runRecipe(context, run, rows);
    if (!row) break;
    await appendRow(rowsPath(folder), row);
    rows.push(row);
    console.log(`  ${summary(row)}  (${duration((performance.now() - begun) / 1000)})`);
  }
  console.log(
    `${rows.length} rows in ${rowsPath(folder)}, ${missingRuns(plan, rows).length} to go`,
  );
}

/** Takes all scores again from the models that were kept. */
export async function rescoreTable(request: ContextRequest, plan: Plan): Promise<void> {
  const { folder, signal, budget } = request;
  const rows = (await readRows(rowsPath(folder))).filter((row) => row.budget === budget.name);
  checkRows(rows, plan);
  const context = await openContext(request);
  for (const row of rows) {
    if (signal.aborted) return;
    if (row.model && wanted(row, plan)) await rescore(context, row, row.model);
  }
}

async function rescore(context: BenchContext, row: RecipeRow, model: string): Promise<void> {
  const weight = encoderRecipes.find(({ name }) => name === row.recipe)?.refine?.weight;
  const rescored = { ...row, ...await scoreModel(context, model, weight) };
  await appendRow(rowsPath(context.folder), rescored);
  console.log(`${row.recipe}, seed ${row.seed}: ${summary(rescored)}`);
}

const wanted = ({ recipe, seed }: RecipeRow, { seeds, only }: Plan) =>
  seeds.includes(seed) && (!only || only.includes(recipe));

/** Rows of recipes that have changed meanwhile cannot stand beside new ones. */
function checkRows(rows: readonly RecipeRow[], { budget }: Plan): void {
  const generator = (name?: string) => generatorRecipes.find((recipe) => recipe.name === name);
  for (const row of rows) {
    if (row.budget !== budget.name) continue;
    const base = generator(row.base), recipe = generator(row.recipe);
    const encoder = encoderRecipes.find(({ name }) => name === row.recipe);
    if (base && encoder) {
      checkSameConfig(row, configOf({ recipe: encoder, base, seed: row.seed }, { budget }));
    } else if (recipe) checkSameConfig(row, configOf({ recipe, seed: row.seed }, { budget }));
  }
}

/** The scores that runs are watched by, on held-out faces. */
function summary({ heldOut, failure }: RecipeRow): string {
  if (!heldOut) return `diverged: ${failure}`;
  const accuracy = overDirections(heldOut, (d) => d.targetAccuracy);
  const paired = overDirections(heldOut, (d) => d.pairedScore!);
  return `held out: target accuracy ${accuracy.toFixed(2)}, paired score ${paired.toFixed(3)}, ` +
    `z R^2 ${heldOut.latent.r2.toFixed(2)}`;
}
