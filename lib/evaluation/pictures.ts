/**
 * The pictures that a person judges a model by.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { readImages } from "../data/batches.ts";
import type { DataSet } from "../data/image_set.ts";
import type { RgbImage } from "../images/crop.ts";
import { type GridRow, imageGrid } from "../images/grid.ts";
import { Random } from "../random.ts";
import type { Model } from "../networks/model.ts";
import { translatorOf } from "../translation/model_translator.ts";
import { generateImages } from "../translation/translate_images.ts";
import { translateToAll, type Translator } from "../translation/translator.ts";
import { joinRows } from "./join_rows.ts";

/** What {@linkcode translationPicture} shows. */
export interface TranslationPictureOptions {
  /** Images of each domain, the columns; 8 by default. */
  readonly count?: number;
  /** Seed of the choice of images; 1 by default. */
  readonly seed?: number;
  /** Pixels of the picture for each pixel of an image, along a side; 2 by default. */
  readonly scale?: number;
}

/**
 * Held-out images translated: for each direction the rows source, reconstruction where the method has
 * one, translation and, where it is known, true counterpart. Paired data show the same identities in
 * every direction.
 *
 * @param subject a model whose both stages are trained, or another method's translation
 * @param data data of its domains and size
 * @param options how many, which, how large
 * @returns the picture; encodePng makes a file of it
 */
export async function translationPicture(
  subject: Model | Translator,
  data: DataSet,
  options: TranslationPictureOptions = {},
): Promise<RgbImage> {
  const { count = 8, seed = 1, scale = 2 } = options;
  const { heldOut, paired } = data, translator = translatorOf(subject), { domains } = translator;
  const rows: GridRow[] = [];
  for (const source of domains.keys()) {
    const indices = choose(heldOut.counts[source], count, seed);
    const images = readImages(heldOut, source, indices);
    const found = await translateToAll(translator, images, source, indices.length);
    for (const [target, translated] of found.entries()) {
      if (target === source || !translated) continue;
      rows.push({ caption: `${domains[source]}: source`, images });
      const remade = found[source];
      if (remade) rows.push({ caption: "reconstruction", images: remade });
      rows.push({ caption: `${domains[source]} to ${domains[target]}`, images: translated });
      if (paired) {
        const truths = readImages(heldOut, target, indices);
        rows.push({ caption: "true counterpart", images: truths });
      }
    }
  }
  return imageGrid(rows, translator.size, { scale });
}

/**
 * G(z, c) with one z in each row and one domain in each column. The images of a row share what z
 * holds. With the same z over time the picture shows the progress of training.
 *
 * Source: section 3.1.
 *
 * @param model its averaged G is used
 * @param z [rows, z]; the caller disposes of it
 * @param scale pixels of the picture for each pixel of an image, along a side
 * @returns the picture
 */
export async function samplePicture(
  model: Model,
  z: tf.Tensor2D,
  scale: number = 2,
): Promise<RgbImage> {
  const latents = await z.data<"float32">(), count = z.shape[0];
  const columns: Float32Array[] = [];
  for (const domain of model.domains) {
    columns.push(await generateImages(model, latents, domain, count));
  }
  const width = model.config.size ** 2 * 3;
  const rows = Array.from({ length: count }, (_, i) => ({
    images: joinRows(columns.map((images) => images.subarray(i * width, (i + 1) * width))),
  }));
  return imageGrid(rows, model.config.size, { scale });
}

/** Some of 0 to total - 1, none twice, in order of the draw. */
function choose(total: number, count: number, seed: number): number[] {
  const random = new Random(seed).fork("picture");
  const indices = Array.from({ length: total }, (_, i) => i);
  return Array.from(
    { length: Math.min(count, total) },
    () => indices.splice(random.integer(indices.length), 1)[0],
  );
}
