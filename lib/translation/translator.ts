/**
 * What every method of translation can be asked, whatever its networks.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { inBatches, type Outputs } from "../networks/in_batches.ts";

/** A trained translation between domains. Images are [B, size, size, 3] in [-1, 1]. */
export interface Translator {
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Trained numbers of the networks that translate, those of all directions together. */
  readonly parameters: number;
  /** Pairs of domains that can be translated, each from and to; all of them where left out. */
  readonly directions?: readonly (readonly [number, number])[];
  /**
   * Translates images; which domain they are of is not asked.
   *
   * @param x images, of any domains
   * @param target label of the domain to translate to
   * @returns images, as many; the caller disposes of them
   * @throws RangeError if the method does not translate to that domain
   */
  translate(x: tf.Tensor4D, target: number): tf.Tensor4D;
  /**
   * What the method keeps of images, drawn again in their own domain: G(E(x), c) of the two-step
   * method, the cycle F(G(x)) of CycleGAN, G(f(x)) of the Domain Transfer Network.
   *
   * @param x images
   * @param source label of their domain
   * @returns images, as many; undefined where the method has no way to do so. The caller disposes of them
   */
  reconstruct(x: tf.Tensor4D, source: number): tf.Tensor4D | undefined;
}

/**
 * Every translation of N images that a method makes, and their reconstruction.
 *
 * @param translator the method
 * @param images N * size * size * 3 numbers in [-1, 1]
 * @param source label of their domain
 * @param batch images in a batch
 * @returns for each domain N * size * size * 3 numbers, of the source's own the reconstructions;
 *   undefined where there are none
 */
export async function translateToAll(
  translator: Translator,
  images: Float32Array,
  source: number,
  batch: number,
): Promise<(Float32Array | undefined)[]> {
  const { domains, size } = translator, rows = { values: images, shape: [size, size, 3] };
  const found: (Float32Array | undefined)[] = [];
  for (const target of domains.keys()) {
    const apply = (x: tf.Tensor): Outputs => {
      const y = target === source
        ? translator.reconstruct(x as tf.Tensor4D, source)
        : translates(translator, source, target)
        ? translator.translate(x as tf.Tensor4D, target)
        : undefined;
      return y ? [y] : [];
    };
    found.push((await inBatches(rows, batch, apply))[0]);
  }
  return found;
}

/** Whether a method translates from one domain to another. */
export function translates(
  { directions }: Pick<Translator, "directions">,
  source: number,
  target: number,
): boolean {
  return source !== target &&
    (!directions || directions.some(([from, to]) => from === source && to === target));
}
