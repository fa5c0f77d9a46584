/**
 * Picture files through a model, a batch at a time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { Skipped } from "../../lib/data/image_set.ts";
import type { PortraitFinder } from "../../lib/faces/find_faces.ts";
import { findPortraits, type Portrait } from "../../lib/faces/find_portraits.ts";
import { type PastedPart, pastePortrait } from "../../lib/faces/paste_portrait.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { readPicture } from "../../lib/data/read_picture.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { PICTURE_FORMATS } from "../../lib/images/picture_kind.ts";
import { bytesOfUnits, unitsOfBytes } from "../../lib/images/unit_range.ts";
import type { Model } from "../../lib/networks/model.ts";
import { domainIndex, domainLabels } from "../../lib/translation/domain_labels.ts";
import { estimateDomain } from "../../lib/translation/estimate_domain.ts";
import { interpolateLatent } from "../../lib/translation/interpolate.ts";
import { translatorOf } from "../../lib/translation/model_translator.ts";
import { refineLatent } from "../../lib/translation/refine_latent.ts";
import { encode, generate } from "../../lib/translation/translate.ts";
import type { Translator } from "../../lib/translation/translator.ts";
import { rowsAlone } from "../../lib/kernels/rows_alone.ts";
import { notePng } from "../../lib/video/synthetic_note.ts";
import type { PictureFiles } from "./input_pictures.ts";
import { fileKey } from "./overwriting.ts";
import { readPhoto } from "./read_photo.ts";
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
  /** Set where the faces of each picture are translated. */
  readonly portraits?: PortraitRequest;
}

/** How the faces of photographs are translated. */
export interface PortraitRequest {
  /** Finds them. */
  readonly finder: PortraitFinder;
  /** How much of the results is laid back into the photographs, if they are. */
  readonly pasteBack?: PastedPart;
}

/** One picture, translated. */
export interface Translation {
  /** The files that were written, one for each domain. */
  readonly to: readonly string[];
  /** What was translated: z numbers; undefined where the method has no z. */
  readonly latent?: Float32Array;
  /** For each domain, size * size * 3 numbers in [-1, 1]. */
  readonly images: readonly Float32Array[];
}

/** What is reported during the work. */
export interface TranslateListeners {
  /** How many files are done. */
  readonly onProgress: (done: number) => void;
  /** Each translation, once its files are written. */
  readonly onTranslated?: (translation: Translation) => void;
  /** Each photograph whose faces are translated, with its faces. */
  readonly onPortraits?: (file: string, portraits: readonly Portrait[]) => void;
}

/**
 * Reads the picture of `--mix`; of a photograph whose faces are translated, the largest face.
 *
 * @returns size * size * 3 bytes
 * @throws UsageError if it is missing or no picture, or shows no face
 */
export async function readMix(
  file: string,
  size: number,
  portraits?: PortraitRequest,
): Promise<Uint8Array> {
  const picture = portraits
    ? await largestFace(file, size, portraits)
    : await readPicture(file, size);
  if (typeof picture !== "string") return picture;
  throw new UsageError(
    `--mix ${file} cannot be used (${picture}): give ${PICTURE_FORMATS}`,
  );
}

/**
 * Translates files; those that cannot be read, or written for the length of their names, are left
 * out.
 *
 * @param subject a model whose both stages are trained, or another method's translation
 * @param files what to read and where to write; the folders are there
 * @param request how
 * @param listeners told of the progress
 * @returns the files that were left out
 * @throws FailedRun if a file cannot be written
 */
export async function translatePictures(
  subject: Model | Translator,
  files: readonly Pick<PictureFiles, "from" | "to">[],
  request: PictureRequest,
  { onProgress, onTranslated, onPortraits }: TranslateListeners,
): Promise<Skipped[]> {
  const model = "encoder" in subject ? subject : undefined, { portraits } = request;
  const { size } = translatorOf(subject), skipped: Skipped[] = [];
  const mixed = model && request.mix && mixLatent(model, request.mix.rgb, request);
  // Photographs are large, and several faces of one are a batch.
  const batch = portraits ? 1 : BATCH, taken = portraits && new Set(files.flatMap(keysOf));
  for (let start = 0; start < files.length; start += batch) {
    const good: Input[] = [];
    for (const { from, to } of files.slice(start, start + batch)) {
      const input = portraits
        ? await readFaces(from, size, portraits)
        : await readSquare(from, size);
      if (typeof input === "string") skipped.push({ file: from, reason: input });
      else good.push({ ...input, from, to });
    }
    if (good.length) {
      const squares = good.flatMap(({ squares }) => squares);
      const results = await (model
        ? translateBatch(model, squares, request, mixed)
        : translatePlainly(translatorOf(subject), squares, request));
      for (const input of good) {
        const own = results.splice(0, input.squares.length);
        const pictures = input.photo && portraits?.pasteBack
          ? pastedBack(input, own, portraits.pasteBack)
          : picturesOf(input, own, size);
        const reason = await writeAll(pictures, input, taken);
        if (reason) {
          skipped.push({ file: input.from, reason });
        } else if (input.photo) {
          onPortraits?.(input.from, input.photo.portraits);
        } else onTranslated?.({ to: input.to, ...own[0] });
      }
    }
    onProgress(Math.min(start + batch, files.length));
  }
  mixed?.dispose();
  return skipped;
}

/** What is translated of one file. */
interface Input {
  readonly from: string;
  /** One file for each domain. */
  readonly to: readonly string[];
  /** size * size * 3 bytes each: the picture, or its faces. */
  readonly squares: readonly Uint8Array[];
  /** Set where the squares are the faces of a photograph. */
  readonly photo?: { readonly image: RgbImage; readonly portraits: readonly Portrait[] };
}

type ReadInput = Pick<Input, "squares" | "photo">;

async function readSquare(file: string, size: number): Promise<ReadInput | string> {
  const picture = await readPicture(file, size);
  return typeof picture === "string" ? picture : { squares: [picture] };
}

async function readFaces(
  file: string,
  size: number,
  { finder }: PortraitRequest,
): Promise<ReadInput | string> {
  const image = await readPhoto(file);
  if (typeof image === "string") return image;
  const portraits = await findPortraits(finder, image, size);
  if (!portraits.length) return "No face was found in it";
  return { squares: portraits.map(({ rgb }) => rgb), photo: { image, portraits } };
}

async function largestFace(
  file: string,
  size: number,
  request: PortraitRequest,
): Promise<Uint8Array | string> {
  const read = await readFaces(file, size, request);
  if (typeof read === "string") return read;
  return read.photo!.portraits.reduce((a, b) => b.face.square.side > a.face.square.side ? b : a)
    .rgb;
}

type Result = Omit<Translation, "to">;

/** A picture that will be written. */
interface Output {
  readonly path: string;
  readonly png: Uint8Array;
}

/** The results one by one: of several faces, numbered from the left. */
function picturesOf({ to }: Input, results: readonly Result[], size: number): Output[] {
  return results.flatMap(({ images }, k) =>
    images.map((image, c) => ({
      path: results.length > 1 ? to[c].replace(/\.png$/i, `-${k + 1}.png`) : to[c],
      png: encodePng({ width: size, height: size, rgb: bytesOfUnits(image) }),
    }))
  );
}

/** For each domain the photograph with its new faces, which notes that they are synthetic. */
function pastedBack(
  { to, photo }: Input,
  results: readonly Result[],
  part: PastedPart,
): Output[] {
  const { image, portraits } = photo!;
  return to.map((path, c) => {
    const changed = { ...image, rgb: image.rgb.slice() };
    portraits.forEach(({ face }, k) =>
      pastePortrait(changed, face, bytesOfUnits(results[k].images[c]), part)
    );
    return { path, png: notePng(encodePng(changed)) };
  });
}

const keysOf = ({ from, to }: Pick<PictureFiles, "from" | "to">) => [from, ...to].map(fileKey);

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
): Promise<Result[]> {
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
  const z = await rowsOf(latents, count);
  const byDomain = await Promise.all(images.map((image) => rowsOf(image, count)));
  return z.map((latent, i) => ({ latent, images: byDomain.map((rows) => rows[i]) }));
}

/** By a method that has no z. */
async function translatePlainly(
  translator: Translator,
  pictures: readonly Uint8Array[],
  { domains }: PictureRequest,
): Promise<Result[]> {
  const count = pictures.length, byDomain: Float32Array[][] = [];
  for (const domain of domains) {
    const y = tf.tidy(() => {
      const x = picturesTensor(pictures, translator.size);
      return rowsAlone(() => translator.translate(x, domainIndex(translator.domains, domain)));
    });
    byDomain.push(await rowsOf(y, count));
  }
  return pictures.map((_, i) => ({ images: byDomain.map((rows) => rows[i]) }));
}

/** A tensor's rows, which is disposed of. */
async function rowsOf(tensor: tf.Tensor, count: number): Promise<Float32Array[]> {
  const values = await tensor.data<"float32">(), width = values.length / count;
  tensor.dispose();
  return Array.from({ length: count }, (_, i) => values.slice(i * width, (i + 1) * width));
}

/** Writes the pictures of a file. One whose name is too long, or another's, is left out. */
async function writeAll(
  outputs: readonly Output[],
  { from, to }: Input,
  taken?: ReadonlySet<string>,
): Promise<string | undefined> {
  for (const { path } of outputs) {
    if (to.includes(path) || !taken?.has(fileKey(path))) continue;
    return `Its face would be written to ${path}, which is another picture: rename ${from}`;
  }
  try {
    for (const { path, png } of outputs) await writePicture(path, png);
  } catch (error) {
    if (!isNameTooLong((error as Error).cause)) throw error;
    return "Its name is too long for the folder of --out: rename it";
  }
}

async function writePicture(path: string, png: Uint8Array): Promise<void> {
  try {
    await atomicWrite(path, png);
  } catch (error) {
    throw new FailedRun(
      `--out ${path} cannot be written (${(error as Error).message}); the pictures before it are ` +
        "done: free space there, or name another folder",
      { cause: error },
    );
  }
}
