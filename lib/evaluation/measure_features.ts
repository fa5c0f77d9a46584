/**
 * Kernel distances on the features of a network that never saw the data set.
 *
 * @module
 */
import type { FeatureDistance, FeatureReport } from "./evaluation.ts";
import type { FeatureExtractor } from "./feature_extractor.ts";
import { kernelDistance } from "./kernel_distance.ts";
import type { Reals } from "./measure_reals.ts";
import type { Subject } from "./subject.ts";

/** What {@linkcode measureFeatures} compares. */
export interface FeatureSets {
  /** Held-out reals of each domain, 2 * count or more. */
  readonly reals: readonly Reals[];
  /** G(z, c) of each domain, count or more; N * size * size * 3; none where there is no z. */
  readonly samples: readonly Float32Array[];
  /** N: images in every set that is compared. */
  readonly count: number;
}

/** Sets of images whose features are taken, for the progress. */
export const featureSetCount = (domains: number): number => 3 * domains + domains * (domains - 1);

/**
 * Measures how far G(z, c) and translations are from reals, and reals from reals. Every set has
 * `count` images, so that all distances are equally uncertain. Other images are compared with the
 * first reals of a domain. Its next reals give the floor and are translated. So where images of two
 * domains show the same people, nobody is in both sets of a distance.
 *
 * On packagedFeatures and drawn faces of 64x64, 100 against 100: men against other men 0.00, standard
 * deviation 0.03 over 20 splits; men blurred by 2x2 0.34, women 1.35, men with noise of 0.2 2.38.
 *
 * @param extractor the network
 * @param subject the model
 * @param sets images and latents
 * @param onSet called after each of {@linkcode featureSetCount} sets
 */
export async function measureFeatures(
  extractor: FeatureExtractor,
  { translator: { domains, size }, width }: Subject,
  { reals, samples, count }: FeatureSets,
  onSet: () => Promise<void>,
): Promise<FeatureReport> {
  const featuresOf = async (images: Float32Array, start = 0) => {
    const set = images.subarray(start * width, (start + count) * width);
    const features = await extractor.extract(set, size);
    await onSet();
    return features;
  };
  const distances: FeatureDistance[] = [];
  for (const [target, domain] of domains.entries()) {
    const reference = await featuresOf(reals[target].images);
    const distanceTo = async (images: Float32Array, start?: number) =>
      kernelDistance(reference, await featuresOf(images, start), extractor.width);
    const floor = await distanceTo(reals[target].images, count);
    const add = async (source: string | null, images: Float32Array) =>
      void distances.push({ source, domain, kernelDistance: await distanceTo(images), floor });

    if (samples[target]) await add(null, samples[target]);
    for (const [source, { translations }] of reals.entries()) {
      const images = translations[target];
      if (source !== target && images) await add(domains[source], images.subarray(count * width));
    }
  }
  return { features: extractor.name, width: extractor.width, count, distances };
}
