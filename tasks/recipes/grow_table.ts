/**
 * The runs of a plan, one after the other.
 *
 * @module
 */
import type { Evaluation } from "../../lib/evaluation/evaluation.ts";
import { spreadOf } from "../../lib/evaluation/spread.ts";
import {
  type BenchContext,
  type ContextRequest,
  openContext,
  startBackend,
} from "./bench_context.ts";
import { overDirections } from "./choose.ts";
import { type ClaimedRun, claimRun, growRows, type OpenRuns } from "./grow_rows.ts";
import { mendLines } from "./json_lines.ts";
import { isWanted, missingRuns, ownRuns, type Plan, type PlannedRun, runName } from "./plan.ts";
import { encoderRecipes, generatorRecipes, recipes } from "./recipe_list.ts";
import { appendRow, checkSameConfig, readTable, type RecipeRow, rowsPath } from "./row.ts";
import { configOf, failedRow, runRecipe } from "./run_recipe.ts";
import { scoreModel } from "./score_row.ts";

/**
 * Does every run of the plan that has no row yet, and that no other process does.
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
  if (plan.shard) await mendLines(rowsPath(folder, plan.shard));
  const before = await readTable(folder);
  checkRows(before, plan);
  if (!missingRuns(plan, before).length) {
    await startBackend(request.backend);
    return console.log("Every run has its row");
  }
  if (!ownRuns(plan, missingRuns(plan, before)).length) {
    return console.log(othersText(plan, before));
  }
  const context = await openContext(request);
  await growRows<PlannedRun, RecipeRow>({
    ...openRuns(folder, plan),
    signal,
    minutes,
    started,
    // A shard that waited for others would keep them from starting where there is room for few.
    waits: !plan.shard,
    titleOf: ({ recipe, base, seed }) =>
      `${recipe.name}${base ? ` on ${base.name}` : ""}, seed ${seed}`,
    doRun: (run, rows) => runRecipe(context, run, rows),
    append: (row) => appendRow(rowsPath(folder, plan.shard), row),
    failedRow: (run, message) => failedRow(context, run, message),
    summaryOf: summary,
  });
  const rows = await readTable(folder);
  const left = missingRuns(plan, rows).length;
  console.log(`${rows.length} rows in ${plan.shard ? folder : rowsPath(folder)}, ${left} to go`);
  if (plan.shard && left) console.log(othersText(plan, rows));
}

/** What is left where a shard has no run that it can start. */
function othersText(plan: Plan, rows: readonly RecipeRow[]): string {
  const { index, count } = plan.shard!, left = missingRuns(plan, rows).length;
  return `Shard ${index} of ${count} has no run that it can start now; ${left} of other shards are ` +
    "missing, and stage 2 is planned once they are done: then run all shards again";
}

const openRuns = (folder: string, plan: Plan): OpenRuns<PlannedRun, RecipeRow> => ({
  folder,
  readRows: () => readTable(folder),
  missing: (rows) => missingRuns(plan, rows),
  own: (runs) => ownRuns(plan, runs),
  nameOf: (run) => runName(run, plan.budget),
});

/**
 * Claims the first missing run of a plan that nobody has claimed.
 *
 * @returns `none` if every run has its row, `others` if other processes do all that is left
 */
export const claimNext = (
  folder: string,
  plan: Plan,
): Promise<ClaimedRun<PlannedRun, RecipeRow> | "none" | "others"> =>
  claimRun(openRuns(folder, plan));

/** Takes all scores again from the models that were kept. */
export async function rescoreTable(request: ContextRequest, plan: Plan): Promise<void> {
  const { folder, signal, budget } = request;
  const rows = (await readTable(folder)).filter((row) => row.budget === budget.name);
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

function wanted({ recipe, seed }: RecipeRow, { seeds, only }: Plan): boolean {
  const of = recipes.find(({ name }) => name === recipe);
  return seeds.includes(seed) && of !== undefined && (!only || isWanted(of, only));
}

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

type Direction = Evaluation["directions"][number];

/** The scores that runs are watched by, on held-out faces. */
function summary({ heldOut, test, failure }: RecipeRow): string {
  if (!heldOut) return `failed: ${failure}`;
  const accuracy = overDirections(heldOut, (d) => d.targetAccuracy);
  const paired = overDirections(heldOut, (d) => d.pairedScore);
  const baseline = (value: (direction: Direction) => number | null) =>
    spreadOf(test?.directions.map(value) ?? [])?.mean.toFixed(2) ?? "-";
  return `held out: target accuracy ${accuracy.toFixed(2)}, paired score ${paired.toFixed(3)} ` +
    `(on faces:test the mean face ${baseline((d) => d.meanFaceScore)}, ` +
    `the neighbour ${baseline((d) => d.neighbourScore)}), ` +
    `z R^2 ${heldOut.latent.r2.toFixed(2)}`;
}
