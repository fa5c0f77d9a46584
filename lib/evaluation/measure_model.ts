/**
 * The scores that need the two-step method's z: samples, what z holds, where attributes are lost.
 *
 * @module
 */
import type { Identity } from "../data/drawn/face_identity.ts";
import type { Model } from "../networks/model.ts";
import type { Random } from "../random.ts";
import { latentVariance } from "../training/latent.ts";
import { generateImages } from "../translation/translate_images.ts";
import { classLeak, nonlinearLeak } from "./class_leak.ts";
import { domainReading } from "./domain_reading.ts";
import { attributePaths, type DomainImages } from "./drawn/attribute_path.ts";
import type { AttributeProbe } from "./drawn/attribute_probe.ts";
import type { Evaluation } from "./evaluation.ts";
import { joinRows } from "./join_rows.ts";
import { latentR2 } from "./latent_r2.ts";
import type { Reals } from "./measure_reals.ts";
import { measureSamples, type Samples } from "./measure_samples.ts";
import { measureReconstruction } from "./reconstruction.ts";
import type { Subject } from "./subject.ts";

/** What only the two-step method has. */
export interface ModelScores
  extends Pick<Evaluation, "samples" | "attributes" | "latent" | "domainReading"> {
  /** G(E(x), c) against x = G(z, c). */
  readonly fake: Evaluation["reconstruction"]["fake"];
  /** G(z, c) of each domain. */
  readonly images: readonly Float32Array[];
}

/**
 * Measures them.
 *
 * @param model what draws and encodes
 * @param subject its judges
 * @param reals the held-out reals of every domain, with their latents
 * @param random where z comes from, moved on
 * @param people who the held-out images show, where that is known
 * @param progress told after each domain's samples, and after the attributes
 */
export async function measureModel(
  model: Model,
  subject: Subject,
  reals: readonly Reals[],
  random: Random,
  people: readonly Identity[] | undefined,
  progress: (task: string) => Promise<void>,
): Promise<ModelScores> {
  const { domains, config } = model, { batch, probe } = subject, samples: Samples[] = [];
  for (const c of domains.keys()) {
    samples.push(await measureSamples(model, subject, random, reals[c], c));
    await progress("samples");
  }
  const attributes = probe && people
    ? await measurePaths(model, probe, reals, samples, people, batch)
    : null;
  if (attributes) await progress("attributes");
  const ofReals = reals.map(({ latents }) => latents!);
  const leak = classLeak(ofReals, config.z);
  const z = joinRows(samples.map((sample) => sample.latents));
  const estimates = joinRows(samples.map((sample) => sample.estimates));
  return {
    samples: samples.map(({ report }) => report),
    images: samples.map(({ images }) => images),
    attributes,
    latent: {
      ...latentR2(z, estimates, config.z, latentVariance(config)),
      classLeak: leak.accuracy,
      nonlinearLeak: nonlinearLeak(ofReals, config.z).accuracy,
      classLeakChance: leak.chance,
    },
    domainReading: await domainReading(model, reals.map(({ images }) => images), batch),
    fake: measureReconstruction(
      samples,
      samples.map((sample) => sample.reconstructions),
      config.size,
    ),
  };
}

/** Follows the attributes; what was drawn before is used again. */
async function measurePaths(
  model: Model,
  probe: AttributeProbe,
  reals: readonly Reals[],
  samples: readonly Samples[],
  people: readonly Identity[],
  batch: number,
) {
  const domains: DomainImages[] = [];
  for (const [c, { latents, images, reconstructions }] of samples.entries()) {
    const fakes: Float32Array[] = [];
    for (const [other, domain] of model.domains.entries()) {
      fakes.push(other === c ? images : await generateImages(model, latents, domain, batch));
    }
    const translations = reals[c].translations as Float32Array[];
    domains.push({ fakes, fakesAgain: reconstructions, translations });
  }
  return await attributePaths(probe, domains, people, batch);
}
