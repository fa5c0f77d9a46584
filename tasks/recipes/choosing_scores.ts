/**
 * The few scores on held-out faces that recipes are chosen by: all others are taken on `faces:test`.
 *
 * @module
 */
import { readFirstImages } from "../../lib/data/batches.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { joinRows } from "../../lib/evaluation/join_rows.ts";
import { judgeImages } from "../../lib/evaluation/judge_images.ts";
import type { Judges } from "../../lib/evaluation/judges.ts";
import { latentR2 } from "../../lib/evaluation/latent_r2.ts";
import type { RealsEncoder } from "../../lib/evaluation/measure_reals.ts";
import { pairedScore } from "../../lib/evaluation/paired_score.ts";
import { targetAccuracy } from "../../lib/evaluation/target_accuracy.ts";
import { latentVariance } from "../../lib/training/latent.ts";
import type { Model } from "../../lib/networks/model.ts";
import { encodeImages, generateImages } from "../../lib/translation/translate_images.ts";
import { SCORING_BATCH } from "./bench_context.ts";
import { makeFreshFakes } from "./encoder_scores.ts";
import type { ChoosingScores } from "./row.ts";

/** What {@linkcode choosingScores} is taken on and by. */
export interface ChoosingOptions {
  readonly judges: Judges;
  /** At most so many held-out faces of each domain. */
  readonly count: number;
  /** How z of reals is found. */
  readonly encode: RealsEncoder;
}

/** Scores a model on the held-out faces of paired data. */
export async function choosingScores(
  model: Model,
  data: DataSet,
  { judges: { classifier }, count, encode }: ChoosingOptions,
): Promise<ChoosingScores> {
  const { domains, config } = model, width = config.size ** 2 * 3;
  const reals = domains.map((_, c) => readFirstImages(data.heldOut, c, count));
  const directions: ChoosingScores["directions"][number][] = [];
  for (const [c, source] of domains.entries()) {
    const latents = await encode(reals[c], c);
    for (const [other, target] of domains.entries()) {
      if (other === c) continue;
      const images = await generateImages(model, latents, target, SCORING_BATCH);
      const { logits } = await judgeImages(classifier, images, SCORING_BATCH);
      directions.push({
        source,
        target,
        targetAccuracy: targetAccuracy(logits, domains.length, other),
        pairedScore: pairedScore(images, reals[other], width).score,
      });
    }
  }
  const fakes = await makeFreshFakes(model), estimates: Float32Array[] = [];
  for (const images of fakes.images) {
    estimates.push(await encodeImages(model, images, SCORING_BATCH));
  }
  const truth = joinRows(fakes.images.map(() => fakes.latents));
  const { r2 } = latentR2(truth, joinRows(estimates), config.z, latentVariance(config));
  return { data: data.spec, directions, latent: { r2 } };
}
