/**
 * Picture files through a model, a batch at a time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { Skipped } from "../../lib/data/image_set.ts";
import { readPicture } from "../../lib/data/read_picture.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { PICTURE_FORMATS } from "../../lib/images/picture_kind.ts";
import { bytesOfUnits, unitsOfBytes } from "../../lib/images/unit_range.ts";
import type { Model } from "../../lib/networks/model.ts";
import { domainLabels } from "../../lib/translation/domain_labels.ts";
import { estimateDomain } from "../../lib/translation/estimate_domain.ts";
import { interpolateLatent } from "../../lib/translation/interpolate.ts";
import { refineLatent } from "../../lib/translation/refine_latent.ts";
import { encode, generate } from "../../lib/translation/translate.ts";
import type { PictureFiles } from "./input_pictures.ts";
import { isNameTooLong } from "./system_error.ts";
import type { TranslateRequest } from "./translate_options.ts";
import { FailedRun, UsageError } from "./usage_error.ts";

/** Pictures in a batch. */
const BATCH = 32;

/** How to translate pictures, everything read. */
export interface PictureRequest extends Pick<TranslateRequest, "strength" | "refine"> {
  /** Names of the domains to translate to. */
  readonly domains: readonly string[];
  /** size * size * 3 bytes of a picture whose z is mixed in, and its share. */
  readonly mix?: { readonly rgb: Uint8Array; readonly share: number };
}

/** One picture, translated. */
export interface Translation {
  /** The files that were written, one for each domain. */
  readonly to: readonly string[];
  /** What was translated: z numbers. */
  readonly latent: Float32Array;
  /** For each domain, size * size * 3 numbers in [-1, 1]. */
  readonly images: readonly Float32Array[];
}

/** What is reported during the work. */
export interface TranslateListeners {
  /** How many files are done. */
  readonly onProgress: (done: number) => void;
  /** Each translation, once its files are written. */
  readonly onTranslated?: (translation: Translation) => void;
}

/**
 * Reads the picture of `--mix`.
 *
 * @returns size * size * 3 bytes
 * @throws UsageError if it is missing or no picture
 */
export async function readMix(file: string, size: number): Promise<Uint8Array> {
  const picture = await readPicture(file, size);
  if (typeof picture !== "string") return picture;
  throw new UsageError(
    `--mix ${file} cannot be used (${picture}): give ${PICTURE_FORMATS}`,
  );
}

/**
 * Translates files; those that cannot be read, or written for the length of their names, are left
 * out.
 *
 * @param model both stages trained
 * @param files what to read and where to write; the folders are there
 * @param request how
 * @param listeners told of the progress
 * @returns the files that were left out
 * @throws FailedRun if a file cannot be written
 */
export async function translatePictures(
  model: Model,
  files: readonly Pick<PictureFiles, "from" | "to">[],
  request: PictureRequest,
  { onProgress, onTranslated }: TranslateListeners,
): Promise<Skipped[]> {
  const { size } = model.config, skipped: Skipped[] = [];
  const mixed = request.mix && mixLatent(model, request.mix.rgb, request);
  for (let start = 0; start < files.length; start += BATCH) {
    const good: { from: string; to: readonly string[]; rgb: Uint8Array }[] = [];
    for (const { from, to } of files.slice(start, start + BATCH)) {
      const picture = await readPicture(from, size);
      if (typeof picture === "string") skipped.push({ file: from, reason: picture });
      else good.push({ from, to, rgb: picture });
    }
    if (good.length) {
      const results = await translateBatch(model, good.map(({ rgb }) => rgb), request, mixed);
      for (const [i, { from, to }] of good.entries()) {
        const reason = await writeAll(to, results[i].images, size);
        if (reason) skipped.push({ file: from, reason });
        else onTranslated?.({ to, ...results[i] });
      }
    }
    onProgress(Math.min(start + BATCH, files.length));
  }
  mixed?.dispose();
  return skipped;
}

/** [B, size, size, 3] in [-1, 1] */
function picturesTensor(pictures: readonly Uint8Array[], size: number): tf.Tensor4D {
  return tf.tensor4d(unitsOfBytes(pictures), [pictures.length, size, size, 3]);
}

/** The z of pictures, [B, z]: from E, or refined. */
function latentOf(model: Model, x: tf.Tensor4D, { refine }: PictureRequest): tf.Tensor2D {
  return refine ? refineLatent(model, x, estimateDomain(model, x), refine) : encode(model, x);
}

function mixLatent(model: Model, rgb: Uint8Array, request: PictureRequest): tf.Tensor2D {
  return tf.tidy(() => latentOf(model, picturesTensor([rgb], model.config.size), request));
}

async function translateBatch(
  model: Model,
  pictures: readonly Uint8Array[],
  request: PictureRequest,
  mixed?: tf.Tensor2D,
): Promise<Omit<Translation, "to">[]> {
  const { domains, strength, mix } = request, { size } = model.config, count = pictures.length;
  const [latents, ...images] = tf.tidy(() => {
    const x = picturesTensor(pictures, size);
    const own = latentOf(model, x, request);
    const z = mix && mixed ? interpolateLatent(own, mixed.tile([count, 1]), mix.share) : own;
    const source = strength === 1 ? undefined : estimateDomain(model, x).mul(1 - strength);
    return [
      z,
      ...domains.map((domain) => {
        const target = domainLabels(model, domain, count);
        return generate(model, z, source ? source.add(target.mul(strength)) : target);
      }),
    ];
  });
  const rowsOf = async (tensor: tf.Tensor) => {
    const values = await tensor.data<"float32">(), width = values.length / count;
    tensor.dispose();
    return pictures.map((_, i) => values.slice(i * width, (i + 1) * width));
  };
  const z = await rowsOf(latents), byDomain = await Promise.all(images.map(rowsOf));
  return z.map((latent, i) => ({ latent, images: byDomain.map((rows) => rows[i]) }));
}

/** Writes a picture for each domain. A picture whose name is too long is left out. */
async function writeAll(
  paths: readonly string[],
  images: readonly Float32Array[],
  size: number,
): Promise<string | undefined> {
  try {
    for (const [k, path] of paths.entries()) await writePicture(path, images[k], size);
  } catch (error) {
    if (!isNameTooLong((error as Error).cause)) throw error;
    return "Its name is too long for the folder of --out: rename it";
  }
}

async function writePicture(path: string, image: Float32Array, size: number): Promise<void> {
  const rgb = bytesOfUnits(image);
  try {
    await atomicWrite(path, encodePng({ width: size, height: size, rgb }));
  } catch (error) {
    throw new FailedRun(
      `--out ${path} cannot be written (${(error as Error).message}); the pictures before it are ` +
        "done: free space there, or name another folder",
      { cause: error },
    );
  }
}
