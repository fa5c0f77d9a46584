/**
 * Scores and pictures of a trained model, as the user sees them.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { evaluate, type EvaluateOptions } from "../../lib/evaluation/evaluate.ts";
import type { Evaluation, MethodEvaluation } from "../../lib/evaluation/evaluation.ts";
import { translationPicture } from "../../lib/evaluation/pictures.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import type { Model } from "../../lib/networks/model.ts";
import type { Translator } from "../../lib/translation/translator.ts";
import { startProgress } from "./progress.ts";
import { FailedRun } from "./usage_error.ts";

/** What an evaluation leaves in a run's folder. */
export const evaluationFiles = {
  /** Every score. */
  scores: "evaluation.json",
  /** Source, reconstruction, translation and, where it is known, true counterpart. */
  picture: "translations.png",
} as const;

/** What a run is scored with beside its data. */
type RunScores = Pick<EvaluateOptions, "features" | "portraits" | "device">;

/**
 * Evaluates a model and writes the scores and a picture into a folder.
 *
 * @param model a model whose both stages are trained, or another method's translation
 * @param data of the model's domains and size
 * @param folder where the files go; made if missing
 * @param print where messages go
 * @param options a network for further kernel distances, judges of faces, what the backend runs on
 * @throws FailedRun if the files cannot be written
 */
export function evaluateRun(
  model: Model,
  data: DataSet,
  folder: string,
  print: (line: string) => void,
  options?: RunScores,
): Promise<Evaluation>;
export function evaluateRun(
  model: Model | Translator,
  data: DataSet,
  folder: string,
  print: (line: string) => void,
  options?: RunScores,
): Promise<MethodEvaluation>;
export async function evaluateRun(
  model: Model | Translator,
  data: DataSet,
  folder: string,
  print: (line: string) => void,
  options: RunScores = {},
): Promise<MethodEvaluation> {
  const bar = startProgress({ label: "Evaluation, %", total: 100, print });
  const evaluation = await evaluate(model, data, {
    ...options,
    onProgress: async (task, share) => {
      bar.update(Math.round(100 * share), task);
      // On wasm Ctrl-C would not be noticed otherwise.
      await new Promise((resolve) => setTimeout(resolve));
    },
  }).finally(() => bar.stop());
  const picture = encodePng(await translationPicture(model, data));
  try {
    await Deno.mkdir(folder, { recursive: true });
    await atomicWrite(
      `${folder}/${evaluationFiles.scores}`,
      JSON.stringify(evaluation, null, 2) + "\n",
    );
    await atomicWrite(`${folder}/${evaluationFiles.picture}`, picture);
  } catch (error) {
    throw new FailedRun(
      `The evaluation cannot be saved to ${folder} (${(error as Error).message}): ` +
        "free space there, or make it writable",
      { cause: error },
    );
  }
  return evaluation;
}
