/**
 * The generator alone: G(z, c) of one domain on fresh z.
 *
 * @module
 */
import type { Model } from "../networks/model.ts";
import type { Random } from "../random.ts";
import { sampleLatent } from "../training/latent.ts";
import { encodeImages, generateImages } from "../translation/translate_images.ts";
import { FEATURES } from "./classifier.ts";
import { diversity } from "./diversity.ts";
import { edgeRatio } from "./edge_energy.ts";
import type { DomainReport } from "./evaluation.ts";
import { judgeImages } from "./judge_images.ts";
import { kernelDistance } from "./kernel_distance.ts";
import type { Reals } from "./measure_reals.ts";
import { meanMsSsim } from "./ms_ssim.ts";
import type { Subject } from "./subject.ts";
import { targetAccuracy } from "./target_accuracy.ts";

/** G(z, c) of one domain, as many as it has held-out reals. */
export interface Samples {
  /** z, N * z. */
  readonly latents: Float32Array;
  /** G(z, c). */
  readonly images: Float32Array;
  /** E(G(z, c)). */
  readonly estimates: Float32Array;
  /** G(E(G(z, c)), c). */
  readonly reconstructions: Float32Array;
  /** How they score. */
  readonly report: DomainReport;
}

/**
 * Draws z, generates, judges, and encodes again.
 *
 * @param model what draws
 * @param subject its judge
 * @param random where z comes from, moved on
 * @param reals the domain's held-out reals, to compare with
 * @param c the domain
 */
export async function measureSamples(
  model: Model,
  { classifier, features: extractor, batch, width }: Subject,
  random: Random,
  reals: Reals,
  c: number,
): Promise<Samples> {
  const count = reals.images.length / width, domain = model.domains[c];
  const z = sampleLatent(model.config, random, count);
  const latents = await z.data<"float32">();
  z.dispose();
  const images = await generateImages(model, latents, domain, batch);
  const { features, logits } = await judgeImages(classifier, images, batch);
  const estimates = await encodeImages(model, images, batch);
  const { size } = model.config, described = await extractor.extract(images, size);
  const distance = (of: Float32Array, to: Float32Array, wide: number) =>
    count < 2 ? null : kernelDistance(to, of, wide);
  return {
    latents,
    images,
    estimates,
    reconstructions: await generateImages(model, estimates, domain, batch),
    report: {
      domain,
      count,
      sampleAccuracy: targetAccuracy(logits, model.domains.length, c),
      sampleDiversity: reals.distance === null
        ? null
        : diversity(images, reals.images, width, reals.distance),
      sampleKernelDistance: distance(described, reals.described, extractor.width),
      kernelFloor: reals.floors.kernel,
      sampleClassifierDistance: distance(features, reals.features, FEATURES),
      classifierFloor: reals.floors.classifier,
      sampleEdges: edgeRatio(images, reals.images, size),
      sampleMsSsim: meanMsSsim(images, size),
      realMsSsim: meanMsSsim(reals.images, size),
    },
  };
}
