/**
 * One domain's held-out reals, and what the networks make of them.
 *
 * @module
 */
import { readFirstImages } from "../data/batches.ts";
import type { DataSet } from "../data/image_set.ts";
import { generateEach } from "../translation/translate_images.ts";
import { distanceToOthers } from "./image_distance.ts";
import { judgeImages, type Verdicts } from "./judge_images.ts";
import { meanImage } from "./mean_image.ts";
import type { Subject } from "./subject.ts";

/**
 * Finds z of N real images of domain c: N * size * size * 3 numbers in [-1, 1] to N * z numbers. E
 * is one way, refineImages another.
 */
export type RealsEncoder = (images: Float32Array, c: number) => Promise<Float32Array>;

/** Held-out reals of one domain. */
export interface Reals extends Verdicts {
  /** Images, N * size * size * 3. */
  readonly images: Float32Array;
  /** Their latents, E(x), N * z. */
  readonly latents: Float32Array;
  /** G(E(x), c') for every domain c', N * size * size * 3 each; for the reals' own, reconstructions. */
  readonly translations: readonly Float32Array[];
  /** Mean pixel distance of an image to others of them; null for one image. */
  readonly distance: number | null;
  /** Features that the kernel distances are taken on, N * subject.features.width. */
  readonly described: Float32Array;
  /** The mean training image of the domain, size * size * 3. */
  readonly meanFace: Float32Array;
}

/** Training images that the mean is taken over, at most. */
const MEAN_OF = 2000;

/**
 * Reads, encodes, translates and judges the reals of one domain.
 *
 * @param subject model and judge
 * @param data where the reals are
 * @param c the domain
 * @param count at most so many
 * @param encode gives the latents
 */
export async function measureReals(
  { model, classifier, features, batch, width }: Subject,
  data: DataSet,
  c: number,
  count: number,
  encode: RealsEncoder,
): Promise<Reals> {
  const images = readFirstImages(data.heldOut, c, count), latents = await encode(images, c);
  return {
    images,
    latents,
    translations: await generateEach(model, latents, batch),
    ...await judgeImages(classifier, images, batch),
    distance: images.length < 2 * width ? null : distanceToOthers(images, images, width),
    described: await features.extract(images, model.config.size),
    meanFace: meanImage(data.train, c, MEAN_OF),
  };
}
