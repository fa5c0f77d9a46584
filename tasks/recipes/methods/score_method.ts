/**
 * The scores of a method.
 *
 * @module
 */
import { readFirstImages } from "../../../lib/data/batches.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import { evaluate } from "../../../lib/evaluation/evaluate.ts";
import { judgeImages } from "../../../lib/evaluation/judge_images.ts";
import { pairedScore } from "../../../lib/evaluation/paired_score.ts";
import { targetAccuracy } from "../../../lib/evaluation/target_accuracy.ts";
import type { Model } from "../../../lib/networks/model.ts";
import { translatorOf } from "../../../lib/translation/model_translator.ts";
import { translateToAll, type Translator } from "../../../lib/translation/translator.ts";
import { SCORING_BATCH } from "../bench_context.ts";
import type { MethodContext } from "./method_context.ts";
import type { ChoosingDirection, MethodRow } from "./method_row.ts";

/** At most so many held-out images of each domain, as `evaluate` takes them. */
const COUNT = 500;

/** Every score on what is reported, and two on what methods may be adjusted by. */
export async function scoreMethod(
  subject: Model | Translator,
  { data, judges, faces, backend }: MethodContext,
): Promise<Required<Pick<MethodRow, "heldOut" | "test">>> {
  return {
    heldOut: await choosingDirections(subject, data.heldOut, judges.classifier),
    test: await evaluate(subject, data.test, {
      judges,
      batch: SCORING_BATCH,
      count: COUNT,
      portraits: faces,
      device: backend.device,
      // On wasm nothing else would let Ctrl-C in.
      onProgress: () => new Promise((resolve) => setTimeout(resolve)),
    }),
  };
}

async function choosingDirections(
  subject: Model | Translator,
  { heldOut, paired }: DataSet,
  classifier: MethodContext["judges"]["classifier"],
): Promise<ChoosingDirection[]> {
  const { domains, size } = heldOut, width = size ** 2 * 3, translator = translatorOf(subject);
  const found: ChoosingDirection[] = [];
  for (const [source, name] of domains.entries()) {
    const images = readFirstImages(heldOut, source, COUNT);
    const translations = await translateToAll(translator, images, source, SCORING_BATCH);
    for (const [target, translated] of translations.entries()) {
      if (target === source || !translated) continue;
      const { logits } = await judgeImages(classifier, translated, SCORING_BATCH);
      const truths = paired ? readFirstImages(heldOut, target, COUNT) : undefined;
      found.push({
        source: name,
        target: domains[target],
        targetAccuracy: targetAccuracy(logits, domains.length, target),
        pairedScore: truths ? pairedScore(translated, truths, width).score : null,
      });
    }
  }
  return found;
}
