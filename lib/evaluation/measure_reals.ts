/**
 * One domain's held-out reals, and what the networks make of them.
 *
 * @module
 */
import { readAll } from "../data/batches.ts";
import type { DataSet } from "../data/image_set.ts";
import { encodeImages } from "../translation/translate_images.ts";
import { judgeImages, type Verdicts } from "./judge_images.ts";
import type { Subject } from "./subject.ts";

/** Held-out reals of one domain. */
export interface Reals extends Verdicts {
  /** Images, N * size * size * 3. */
  readonly images: Float32Array;
  /** E(x), N * z. */
  readonly latents: Float32Array;
  /** E(x) of as many training images. */
  readonly trainLatents: Float32Array;
}

/**
 * Reads, encodes and judges the reals of one domain.
 *
 * @param subject model and judge
 * @param data where the reals are
 * @param c the domain
 * @param count at most so many
 */
export async function measureReals(
  { model, classifier, batch }: Subject,
  data: DataSet,
  c: number,
  count: number,
): Promise<Reals> {
  const images = readAll(data.heldOut, c, count);
  return {
    images,
    latents: await encodeImages(model, images, batch),
    ...await judgeImages(classifier, images, batch),
    trainLatents: await encodeImages(model, readAll(data.train, c, count), batch),
  };
}
