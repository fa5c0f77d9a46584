/**
 * One planned run from start to its row.
 *
 * @module
 */
import type { Config } from "../../lib/config.ts";
import { configDifference } from "../../lib/config.ts";
import { saveModel } from "../../lib/training/checkpoint.ts";
import { NonFiniteError } from "../../lib/training/read_losses.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import type { BenchContext } from "./bench_context.ts";
import { type PlannedRun, runName } from "./plan.ts";
import { differenceFromRelease, encoderConfig, generatorConfig } from "./recipe.ts";
import { findRow, type RecipeRow } from "./row.ts";
import { scoreModel } from "./score_row.ts";
import { trainEncoder, trainGenerator, trainingOn } from "./train_recipe.ts";

/** Where models are kept, in the table's folder. */
export const MODELS = "models";

/**
 * Trains and scores.
 *
 * @param context device, data, judge
 * @param run what to do
 * @param rows of finished runs, for the models that stage 2 builds on
 * @returns the row; undefined if it was interrupted. A run that diverges has a row that says so
 */
export async function runRecipe(
  context: BenchContext,
  run: PlannedRun,
  rows: readonly RecipeRow[],
): Promise<RecipeRow | undefined> {
  const config = configOf(run, context);
  try {
    const result = await resultOf(context, run, rows, config);
    return result && { ...about(context, run), ...result };
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    return failedRow(context, run, error.message);
  }
}

/** The row of a run without scores. */
export const failedRow = (context: BenchContext, run: PlannedRun, failure: string): RecipeRow => ({
  ...about(context, run),
  failure,
});

/** What is in the row of any run that ends now. */
function about(context: BenchContext, run: PlannedRun) {
  const { budget, backend } = context, { recipe, base, seed } = run;
  const config = configOf(run, context);
  return {
    recipe: recipe.name,
    stage: recipe.stage,
    base: base?.name,
    seed,
    budget: budget.name,
    config,
    difference: base
      ? configDifference(generatorConfig(base, budget, seed), config)
      : differenceFromRelease(config, budget),
    backend: backend.name,
    device: backend.device,
    date: new Date().toISOString(),
  };
}

/** The config of a planned run. */
export function configOf(run: PlannedRun, { budget }: Pick<BenchContext, "budget">): Config {
  return run.base
    ? encoderConfig(run.recipe, run.base, budget, run.seed)
    : generatorConfig(run.recipe, budget, run.seed);
}

async function resultOf(
  context: BenchContext,
  run: PlannedRun,
  rows: readonly RecipeRow[],
  config: Config,
): Promise<Partial<RecipeRow> | undefined> {
  const { folder, budget } = context, { recipe, base, seed } = run;
  const modelOf = (name: string, on?: string) =>
    findRow(rows, { recipe: name, base: on, seed, budget: budget.name })!.model!;
  if (recipe.stage === 2 && recipe.refine) {
    const model = modelOf(recipe.refine.encoder, base!.name);
    return { model, ...await scoreModel(context, model, recipe.refine.weight) };
  }
  const training = base
    ? await trainingOn(`${folder}/${modelOf(base.name)}`, config)
    : createTraining(config, context.data.heldOut.train.domains);
  try {
    const trained = await train(context, training);
    if (!trained) return undefined;
    const model = `${MODELS}/${runName(run, budget)}.safetensors`;
    await saveModel(`${folder}/${model}`, training, "F16");
    return { ...trained, model, ...await scoreModel(context, model) };
  } finally {
    disposeTraining(training);
  }
}

/** Whatever stages are not done yet. */
async function train(context: BenchContext, training: Training) {
  const { steps1 } = training.model.config;
  let first: Pick<RecipeRow, "stage1" | "curve"> = {};
  if (training.step1 < steps1) {
    const generator = await trainGenerator(context, training);
    if (!generator) return undefined;
    first = { stage1: generator.cost, curve: generator.curve };
  }
  const encoder = await trainEncoder(context, training);
  return encoder && { ...first, stage2: encoder.cost, encoderCurve: encoder.curve };
}
