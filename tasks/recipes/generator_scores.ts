/**
 * Scores of a generator alone, cheap enough for points of a curve.
 *
 * @module
 */
import { FEATURES } from "../../lib/evaluation/classifier.ts";
import { diversity } from "../../lib/evaluation/diversity.ts";
import { judgeImages } from "../../lib/evaluation/judge_images.ts";
import { kernelDistance } from "../../lib/evaluation/kernel_distance.ts";
import { targetAccuracy } from "../../lib/evaluation/target_accuracy.ts";
import { Random } from "../../lib/random.ts";
import { sampleLatent } from "../../lib/training/latent.ts";
import type { Model } from "../../lib/networks/model.ts";
import { generateImages } from "../../lib/translation/translate_images.ts";
import { type BenchContext, SCORING_BATCH } from "./bench_context.ts";
import type { GeneratorScores } from "./row.ts";

/**
 * Scores G(z, c), as many as there are held-out reals of `faces:test`, against these; z is the same
 * at every point of a run.
 */
export async function generatorScores(
  { judges: { classifier }, reals }: Pick<BenchContext, "judges" | "reals">,
  model: Model,
): Promise<GeneratorScores> {
  const { config, domains } = model, width = config.size ** 2 * 3;
  const count = reals[0].images.length / width;
  const z = sampleLatent(config, new Random(config.seed).fork("curve"), count);
  const latents = await z.data<"float32">();
  z.dispose();
  const scores: GeneratorScores[] = [];
  for (const [c, domain] of domains.entries()) {
    const images = await generateImages(model, latents, domain, SCORING_BATCH);
    const { features, logits } = await judgeImages(classifier, images, SCORING_BATCH);
    scores.push({
      kernelDistance: kernelDistance(reals[c].features, features, FEATURES),
      accuracy: targetAccuracy(logits, domains.length, c),
      diversity: diversity(images, reals[c].images, width, reals[c].distance),
    });
  }
  return mean(scores);
}

function mean(scores: readonly GeneratorScores[]): GeneratorScores {
  const of = (key: keyof GeneratorScores) =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return {
    kernelDistance: of("kernelDistance"),
    accuracy: of("accuracy"),
    diversity: of("diversity"),
  };
}
