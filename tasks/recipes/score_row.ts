/**
 * The scores of a run, off the model that it left.
 *
 * @module
 */
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import type { RealsEncoder } from "../../lib/evaluation/measure_reals.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";
import { disposeModel, type Model } from "../../lib/networks/model.ts";
import { refineImages } from "../../lib/translation/refine_latent.ts";
import { encodeImages } from "../../lib/translation/translate_images.ts";
import { type BenchContext, SCORING_BATCH } from "./bench_context.ts";
import { choosingScores } from "./choosing_scores.ts";
import type { RecipeRow } from "./row.ts";

/** The scores of a row. */
export type Scores = Required<Pick<RecipeRow, "heldOut" | "test">>;

/**
 * Scores a saved model: by what chooses on `faces`, by everything on `faces:test`. The file is what is scored, so the same scores can be
 * taken again, and new ones later.
 *
 * @param context judges and data
 * @param file of the model, in the table's folder
 * @param weight if given, latents of reals are refined with this weight
 */
export async function scoreModel(
  context: BenchContext,
  file: string,
  weight?: number,
): Promise<Scores> {
  const { folder, budget, judges, data } = context;
  const model = await loadModel(`${folder}/${file}`);
  const options = {
    judges,
    batch: SCORING_BATCH,
    count: weight === undefined ? budget.faces.heldOut : budget.refine.count,
    encode: weight === undefined
      ? (images: Float32Array) => encodeImages(model, images, SCORING_BATCH)
      : refiningEncoder(model, budget.refine.steps, weight),
    onProgress: () => new Promise<void>((resolve) => setTimeout(resolve)),
  };
  try {
    return {
      heldOut: await choosingScores(model, data.heldOut, options),
      test: await evaluate(model, data.test, options),
    };
  } finally {
    disposeModel(model);
  }
}

function refiningEncoder(model: Model, steps: number, weight: number): RealsEncoder {
  return (images, c) =>
    refineImages(model, images, model.domains[c], { steps, weight }, SCORING_BATCH);
}
