/**
 * Encoding, generating and translating any number of images, as arrays.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { unitsOfBytes } from "../images/unit_range.ts";
import type { Model } from "../networks/model.ts";
import { inBatches } from "../networks/in_batches.ts";
import { encode, generate, translate } from "./translate.ts";

/** Images in a batch where the caller names none. */
export const BATCH = 64;

const imageShape = ({ config }: Model) => [config.size, config.size, 3];

/**
 * z = E(x) of N images.
 *
 * @param model its E is used
 * @param images N * size * size * 3 numbers in [-1, 1]
 * @param batch images in a batch
 * @returns N * z numbers
 * @throws TypeError if the numbers are not a whole number of images
 */
export async function encodeImages(
  model: Model,
  images: Float32Array,
  batch: number = BATCH,
): Promise<Float32Array> {
  const rows = { values: images, shape: imageShape(model) };
  const [z = new Float32Array()] = await inBatches(
    rows,
    batch,
    (x) => [encode(model, x as tf.Tensor4D)],
  );
  return z;
}

/**
 * G(z, c) of N latents.
 *
 * @param model its averaged G is used
 * @param latents N * z numbers
 * @param domain name of the domain
 * @param batch images in a batch
 * @returns N * size * size * 3 numbers in [-1, 1]
 * @throws RangeError if there is no such domain
 * @throws TypeError if the numbers are not a whole number of latents
 */
export async function generateImages(
  model: Model,
  latents: Float32Array,
  domain: string,
  batch: number = BATCH,
): Promise<Float32Array> {
  const rows = { values: latents, shape: [model.config.z] };
  const [images = new Float32Array()] = await inBatches(
    rows,
    batch,
    (z) => [generate(model, z as tf.Tensor2D, domain)],
  );
  return images;
}

/**
 * G(z, c) of N latents, for every domain c.
 *
 * @param model its averaged G is used
 * @param latents N * z numbers
 * @param batch images in a batch
 * @returns for each of the model's domains, N * size * size * 3 numbers in [-1, 1]
 * @throws TypeError if the numbers are not a whole number of latents
 */
export async function generateEach(
  model: Model,
  latents: Float32Array,
  batch: number = BATCH,
): Promise<Float32Array[]> {
  const images: Float32Array[] = [];
  for (const domain of model.domains) {
    images.push(await generateImages(model, latents, domain, batch));
  }
  return images;
}

/**
 * y = G(E(x), c) of N images.
 *
 * Source: section 3.3.
 *
 * @param model a model whose both stages are trained
 * @param images N * size * size * 3 numbers: floats in [-1, 1], or bytes 0-255
 * @param domain name of the domain to translate to
 * @param batch images in a batch
 * @returns N * size * size * 3 numbers in [-1, 1]
 * @throws RangeError if there is no such domain
 * @throws TypeError if the numbers are not a whole number of images
 */
export async function translateImages(
  model: Model,
  images: Float32Array | Uint8Array,
  domain: string,
  batch: number = BATCH,
): Promise<Float32Array> {
  const values = images instanceof Uint8Array ? unitsOfBytes([images]) : images;
  const rows = { values, shape: imageShape(model) };
  const [translated = new Float32Array()] = await inBatches(
    rows,
    batch,
    (x) => [translate(model, x as tf.Tensor4D, domain)],
  );
  return translated;
}
