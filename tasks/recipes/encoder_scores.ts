/**
 * Scores of an encoder part of the way: what the paper's claim about its objective is about.
 *
 * @module
 */
import { joinRows } from "../../lib/evaluation/join_rows.ts";
import { latentR2 } from "../../lib/evaluation/latent_r2.ts";
import { Random } from "../../lib/random.ts";
import { latentVariance, sampleLatent } from "../../lib/training/latent.ts";
import type { Model } from "../../lib/networks/model.ts";
import { encodeImages, generateImages } from "../../lib/translation/translate_images.ts";
import { type BenchContext, SCORING_BATCH } from "./bench_context.ts";
import type { EncoderPoint } from "./row.ts";

/** Images of each domain, fakes and reals, at every point of the curve. */
const COUNT = 128;

/** Fixed fakes of each domain to read z off again. */
export interface FreshFakes {
  readonly latents: Float32Array;
  readonly images: readonly Float32Array[];
}

/** Draws z that training does not see, and generates: the generator stands still, so once is enough. */
export async function makeFreshFakes(model: Model): Promise<FreshFakes> {
  const z = sampleLatent(model.config, new Random(model.config.seed).fork("encoder curve"), COUNT);
  const latents = await z.data<"float32">();
  z.dispose();
  const images: Float32Array[] = [];
  for (const domain of model.domains) {
    images.push(await generateImages(model, latents, domain, SCORING_BATCH));
  }
  return { latents, images };
}

/** Scores E as it is now. */
export async function encoderScores(
  { reals }: Pick<BenchContext, "reals">,
  model: Model,
  fakes: FreshFakes,
): Promise<Pick<EncoderPoint, "r2" | "fakeError" | "realError">> {
  const width = model.config.size ** 2 * 3;
  const ofReals = reals.map(({ images }) => images.subarray(0, COUNT * width));
  const fake = await reconstruct(model, fakes.images), real = await reconstruct(model, ofReals);
  const truth = joinRows(fakes.images.map(() => fakes.latents));
  return {
    r2: latentR2(truth, fake.latents, model.config.z, latentVariance(model.config)).r2,
    fakeError: fake.error,
    realError: real.error,
  };
}

/** E(x) and the mean of (G(E(x), c) - x)^2 over images of every domain c. */
async function reconstruct(model: Model, images: readonly Float32Array[]) {
  const latents: Float32Array[] = [];
  let squared = 0, count = 0;
  for (const [c, domain] of model.domains.entries()) {
    const z = await encodeImages(model, images[c], SCORING_BATCH);
    const remade = await generateImages(model, z, domain, SCORING_BATCH);
    for (let i = 0; i < remade.length; i++) squared += (remade[i] - images[c][i]) ** 2;
    count += remade.length;
    latents.push(z);
  }
  return { latents: joinRows(latents), error: squared / count };
}
