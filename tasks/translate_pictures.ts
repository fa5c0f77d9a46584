/**
 * Picture files through a model, a batch at a time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../lib/checkpoint/atomic_write.ts";
import type { Skipped } from "../lib/data/image_set.ts";
import { cropToSquare } from "../lib/images/crop.ts";
import { decodeImage } from "../lib/images/decode_image.ts";
import { encodePng } from "../lib/images/encode_png.ts";
import { byteOfUnit, unitOfByte } from "../lib/images/unit_range.ts";
import type { Model } from "../lib/training/model.ts";
import { domainLabels } from "../lib/translation/domain_labels.ts";
import { estimateDomain } from "../lib/translation/estimate_domain.ts";
import { refineLatent } from "../lib/translation/refine_latent.ts";
import { encode, generate } from "../lib/translation/translate.ts";
import type { PicturePath } from "./input_pictures.ts";
import { FailedRun } from "./usage_error.ts";

/** Pictures in a batch. */
const BATCH = 32;

/** How to translate. */
export interface TranslateRequest {
  /** Name of the domain to translate to. */
  readonly to: string;
  /** 0 is a reconstruction, 1 a translation; a little beyond 1 exaggerates. */
  readonly strength: number;
  /** Whether to better E's latent by gradient steps, which costs seconds. */
  readonly refine: boolean;
}

/**
 * Translates files; those that cannot be read are left out.
 *
 * @param model both stages trained
 * @param pairs what to read and where to write
 * @param request how
 * @param onProgress told how many files are done
 * @returns the files that were left out
 * @throws FailedRun if a file cannot be written
 */
export async function translatePictures(
  model: Model,
  pairs: readonly PicturePath[],
  request: TranslateRequest,
  onProgress: (done: number) => void,
): Promise<Skipped[]> {
  const { size } = model.config, skipped: Skipped[] = [];
  for (let start = 0; start < pairs.length; start += BATCH) {
    const good: { to: string; rgb: Uint8Array }[] = [];
    for (const { from, to } of pairs.slice(start, start + BATCH)) {
      try {
        good.push({ to, rgb: cropToSquare(await decodeImage(await Deno.readFile(from)), size) });
      } catch (error) {
        skipped.push({ file: from, reason: (error as Error).message });
      }
    }
    if (good.length) {
      const translated = await translateBatch(model, good.map(({ rgb }) => rgb), request);
      for (const [i, { to }] of good.entries()) {
        await writePicture(to, encodePng({ width: size, height: size, rgb: translated[i] }));
      }
    }
    onProgress(Math.min(start + BATCH, pairs.length));
  }
  return skipped;
}

/** Bytes of size * size * 3 in, the same out. */
async function translateBatch(
  model: Model,
  pictures: readonly Uint8Array[],
  { to, strength, refine }: TranslateRequest,
): Promise<Uint8Array[]> {
  const { size } = model.config, length = size * size * 3;
  const values = new Float32Array(pictures.length * length);
  pictures.forEach((rgb, i) =>
    values.set(Float32Array.from(rgb, (b) => unitOfByte[b]), i * length)
  );
  const translated = tf.tidy(() => {
    const x = tf.tensor4d(values, [pictures.length, size, size, 3]);
    const source = estimateDomain(model, x);
    const z = refine ? refineLatent(model, x, source) : encode(model, x);
    const target = domainLabels(model, to, pictures.length);
    return generate(model, z, source.mul(1 - strength).add(target.mul(strength)));
  });
  const out = await translated.data<"float32">();
  translated.dispose();
  return pictures.map((_, i) =>
    Uint8Array.from(out.subarray(i * length, (i + 1) * length), byteOfUnit)
  );
}

async function writePicture(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await atomicWrite(path, bytes);
  } catch (error) {
    throw new FailedRun(
      `--out ${path} cannot be written (${(error as Error).message}); the pictures before it are ` +
        "done: free space there, or name another folder",
      { cause: error },
    );
  }
}
