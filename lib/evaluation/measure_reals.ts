/**
 * One domain's held-out reals, and what the networks make of them.
 *
 * @module
 */
import { readFirstImages } from "../data/batches.ts";
import type { DataSet } from "../data/image_set.ts";
import { distanceToOthers } from "./image_distance.ts";
import { FEATURES } from "./classifier.ts";
import { judgeImages, type Verdicts } from "./judge_images.ts";
import { kernelDistance } from "./kernel_distance.ts";
import { meanImage } from "./mean_image.ts";
import type { Subject } from "./subject.ts";

/**
 * Finds z of N real images of domain c: N * size * size * 3 numbers in [-1, 1] to N * z numbers. E
 * is one way, refineImages another.
 */
export type RealsEncoder = (images: Float32Array, c: number) => Promise<Float32Array>;

/** What a method makes of real images. */
export interface Translated {
  /** Their latents, E(x), N * z; only where the method has z. */
  readonly latents?: Float32Array;
  /**
   * For every domain N * size * size * 3 numbers: translations, and for the reals' own reconstructions;
   * undefined where the method makes none.
   */
  readonly translations: readonly (Float32Array | undefined)[];
}

/** Held-out reals of one domain. */
export interface Reals extends Verdicts, Translated {
  /** Images, N * size * size * 3. */
  readonly images: Float32Array;
  /** Mean pixel distance of an image to others of them; null for one image. */
  readonly distance: number | null;
  /** Features that the kernel distances are taken on, N * subject.features.width. */
  readonly described: Float32Array;
  /** Kernel distances of one half of the reals to the other; null below four images. */
  readonly floors: {
    /** On what subject.features describes. */
    readonly kernel: number | null;
    /** On the classifier's features. */
    readonly classifier: number | null;
  };
  /** The mean training image of the domain, size * size * 3. */
  readonly meanFace: Float32Array;
}

/** Training images that the mean is taken over, at most. */
const MEAN_OF = 2000;

/**
 * Reads, translates and judges the reals of one domain.
 *
 * @param subject translation and judge
 * @param data where the reals are
 * @param c the domain
 * @param count at most so many
 * @param translate what the method makes of them
 */
export async function measureReals(
  { translator, classifier, features, batch, width }: Subject,
  data: DataSet,
  c: number,
  count: number,
  translate: (images: Float32Array, c: number) => Promise<Translated>,
): Promise<Reals> {
  const images = readFirstImages(data.heldOut, c, count);
  const verdicts = await judgeImages(classifier, images, batch);
  const described = await features.extract(images, translator.size);
  return {
    images,
    ...await translate(images, c),
    ...verdicts,
    described,
    floors: {
      kernel: floorOf(described, features.width),
      classifier: floorOf(verdicts.features, FEATURES),
    },
    distance: images.length < 2 * width ? null : distanceToOthers(images, images, width),
    meanFace: meanImage(data.train, c, MEAN_OF),
  };
}

/** The kernel distance of one half of some rows to the other; null below four of them. */
function floorOf(rows: Float32Array, width: number): number | null {
  if (rows.length < 4 * width) return null;
  const half = (rows.length / width >> 1) * width;
  return kernelDistance(rows.subarray(0, half), rows.subarray(half), width);
}
