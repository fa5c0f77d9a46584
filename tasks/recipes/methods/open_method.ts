/**
 * The translation of a finished run.
 *
 * @module
 */
import { loadTranslator } from "../../../lib/baselines/baseline_checkpoint.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import type { Model } from "../../../lib/networks/model.ts";
import { loadModel } from "../../../lib/training/checkpoint.ts";
import { TWO_STEP } from "../../../lib/training/checkpoint_description.ts";
import type { Translator } from "../../../lib/translation/translator.ts";
import { methodOfFile } from "../../shared/any_training.ts";
import { lastCheckpoint } from "../../shared/run_folder.ts";
import { bothDirections } from "./both_directions.ts";
import { isReference, type Method } from "./method.ts";

/**
 * Loads it: the two-step method's model, so that what it alone can have is scored too, or what another
 * method translates with.
 *
 * @param method which
 * @param folders of its trainings
 * @param data what a method without a training translates by
 * @returns dispose of it by `using`
 */
export async function openMethod(
  method: Method,
  folders: readonly string[],
  data: DataSet,
): Promise<(Model | Translator) & Disposable> {
  if (isReference(method)) return method.translator(data);
  const paths = folders.map(lastCheckpoint);
  if (await methodOfFile(paths[0]) === TWO_STEP) return await loadModel(paths[0]);
  const parts = await Promise.all(paths.map(loadTranslator));
  return {
    ...parts.length > 1 ? bothDirections(parts) : parts[0],
    [Symbol.dispose]: () => parts.forEach((part) => part[Symbol.dispose]()),
  };
}
