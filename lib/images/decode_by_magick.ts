/**
 * Pictures of every kind through ImageMagick: upright, in sRGB, and not larger than wanted.
 *
 * @module
 */
import type {
  IMagickImage,
  MagickFormat,
  MagickReadSettings,
  Orientation,
} from "@imagemagick/magick-wasm";
import { dropMagick, isRunning, loadMagick, type Magick } from "./load_magick.ts";
import type { PictureKind } from "./picture_kind.ts";
import { RefusedPicture } from "./refused_picture.ts";
import { mayHaveAlpha, oddSamples } from "./sample_meaning.ts";
import { shrink } from "./shrink.ts";
import { makeSrgbProfile } from "./srgb_profile.ts";

/** Pixels as a decoder has them. */
export interface Raster {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGBA, or "cmyk" (4, 255 is full ink). */
  readonly channels: 1 | 3 | 4 | "cmyk";
  /** A byte for each channel of each pixel, rows from the top. */
  readonly data: Uint8Array;
}

/** How a picture is to be read. */
export interface MagickRequest {
  /** What it is. */
  readonly kind: PictureKind;
  /** Its orientation, 2 to 8, as its header says. With 1, ImageMagick finds it out. */
  readonly orientation: number;
  /** Whether the coarse colours of an AVIF are interpolated; otherwise each is repeated. */
  readonly smoothColors?: boolean;
  /** A picture of more pixels is refused. */
  readonly mostStored: number;
  /** A picture of more pixels is shrunk by 2, 4 or 8. */
  readonly most: number;
}

/** A picture whose decoder warns that pixels are missing. */
class DamagedPicture extends Error {}

/**
 * Decodes the first picture of a file, turned upright and converted to sRGB by its colour profile. A
 * profile that is broken, or is one of another kind of picture, counts as none.
 *
 * @param bytes the file
 * @param request what is known of it
 * @returns RGB, or RGBA with colours that alpha is not multiplied into
 * @throws {@linkcode RefusedPicture}, or Error whose message says what is damaged
 */
export async function decodeByMagick(bytes: Uint8Array, request: MagickRequest): Promise<Raster> {
  let magick = await loadMagick();
  while (!isRunning(magick)) magick = await loadMagick();
  const image = magick.MagickImage.create();
  // WebAssembly memory never shrinks, and cannot be trusted after a trap.
  let isSpent = true;
  try {
    const stored = readPixels(magick, image, bytes, request);
    convertToSrgb(magick, image);
    const raster = rasterOf(
      image,
      image.hasAlpha && mayHaveAlpha(bytes, request.kind),
      request.most,
    );
    isSpent = stored > request.most;
    return raster;
  } catch (error) {
    const known = [magick.MagickError, RefusedPicture, DamagedPicture];
    isSpent = !known.some((type) => error instanceof type);
    if (error instanceof magick.MagickError) {
      isSpent = NO_MEMORY.test(error.message);
      throw reasonOf(error.message, request.kind);
    }
    throw isSpent ? new Error("its decoder gave up", { cause: error }) : error;
  } finally {
    if (isSpent) dropMagick(magick);
    else image.dispose();
  }
}

/** Reads a picture, shrinks it if it is too large, and turns it; returns how many pixels it had. */
function readPixels(
  magick: Magick,
  image: IMagickImage,
  bytes: Uint8Array,
  { kind, orientation, smoothColors, mostStored, most }: MagickRequest,
): number {
  const odd = oddSamples(bytes, kind);
  if (odd) throw unsupported(kind, odd);
  const settings = new magick.MagickReadSettings({
    format: kind.toUpperCase() as MagickFormat,
    frameIndex: 0,
    frameCount: 1,
  });
  settings.setDefine("tiff:ignore-layers", "true"); // a Photoshop file within a TIFF
  if (smoothColors) settings.setDefine("heic:chroma-upsampling", "bilinear");
  image.ping(bytes, settings);
  const { width, height } = image, stored = width * height;
  if (stored > mostStored) throw tooLarge(width, height, mostStored);
  const factor = factorFor(stored, most);
  if (factor > 1) { // a JPEG is shrunk as it is read
    settings.setDefine("jpeg:size", `${Math.ceil(width / factor)}x${Math.ceil(height / factor)}`);
  }

  const damage: string[] = [];
  image.onWarning = ({ error }) => {
    if (error.severity === magick.MagickErrorSeverity.CorruptImageWarning) {
      damage.push(error.message);
    }
  };
  readWithoutAlpha(magick, image, bytes, settings);
  if (damage.length) throw new DamagedPicture(wordsOf(damage[0]));
  if (orientation > 1) image.orientation = orientation as Orientation;
  image.autoOrient();
  return stored;
}

/** The refusal of a picture whose pixels do not fit into memory. */
export function tooLarge(width: number, height: number, most: number): RefusedPicture {
  const millions = Math.floor(most / 1e6);
  return new RefusedPicture(
    `${width} x ${height} pixels are more than the limit of ${millions} million`,
  );
}

/**
 * Reads a picture. Planes of a TIFF that are no alpha are skipped in the way that this file needs.
 */
function readWithoutAlpha(
  magick: Magick,
  image: IMagickImage,
  bytes: Uint8Array,
  settings: MagickReadSettings,
): void {
  try {
    image.read(bytes, settings);
  } catch (error) {
    if (!(error instanceof magick.MagickError && error.message.includes("HaveAnAlphaChannel"))) {
      throw error;
    }
    settings.setDefine("tiff:assume-alpha", "true");
    image.read(bytes, settings);
    image.alpha(magick.AlphaAction.Off);
  }
}

function convertToSrgb(magick: Magick, image: IMagickImage): void {
  const { ColorProfile, ColorSpace, ColorTransformMode, MagickError, RenderingIntent } = magick;
  image.renderingIntent = RenderingIntent.Perceptual;
  image.blackPointCompensation = false;
  // The exact way is ten times slower, and makes a difference only for four colours.
  const isCmyk = image.colorSpace === ColorSpace.CMYK;
  const mode = isCmyk ? ColorTransformMode.HighRes : ColorTransformMode.Quantum;
  try {
    image.transformColorSpace(new ColorProfile(makeSrgbProfile()), mode); // if it has a profile
  } catch (error) {
    if (!(error instanceof MagickError)) throw error;
  }
  if (image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB;
}

function rasterOf(image: IMagickImage, withAlpha: boolean, most: number): Raster {
  const { width, height } = image, channels = withAlpha ? 4 : 3;
  const factor = factorFor(width * height, most);
  const data = image.getPixels((pixels) => {
    const readRows = (top: number, count: number) => {
      const rows = pixels.toByteArray(0, top, width, count, withAlpha ? "RGBA" : "RGB");
      if (!rows) throw new DamagedPicture("it has no pixels");
      return rows;
    };
    return factor === 1
      ? readRows(0, height)
      : shrink({ width, height, channels, readRows }, factor);
  });
  return { width: Math.ceil(width / factor), height: Math.ceil(height / factor), channels, data };
}

/**
 * The factor, 1, 2, 4 or 8, that divides a picture's sides so that it has at most so many pixels.
 */
function factorFor(pixels: number, most: number): number {
  let factor = 1;
  while (pixels / factor ** 2 > most) factor *= 2;
  return factor;
}

/**
 * The words by which its libraries say that they do not support a feature. They report damage in
 * other words.
 */
const UNSUPPORTED =
  /not configured|compress not supported|unsupported (jpeg|feature|codec|bits)|image type not supported|arithmetic/i;
const NO_MEMORY = /memory|resources exhausted|exceeds limit/i;

function unsupported(kind: PictureKind, what: string): RefusedPicture {
  return new RefusedPicture(`The ${kind} file is of a kind that is not supported (${what})`);
}

/** What ImageMagick says, as an error that tells damage from what is not supported. */
function reasonOf(message: string, kind: PictureKind): Error {
  const words = wordsOf(message);
  if (UNSUPPORTED.test(words)) {
    return unsupported(kind, words);
  }
  if (NO_MEMORY.test(words)) {
    return new RefusedPicture(`The ${kind} file needs more memory than its decoder may take`);
  }
  return new Error(words);
}

/** "UnexpectedEndOfFile `' @ error/png.c/ReadPNGImage/3946" as "unexpected end of file". */
function wordsOf(message: string): string {
  const text = message.split(/\s*[`@]/)[0].replace(/\s+/g, " ").replace(/( \([\d.]+\))?\.?$/, "");
  return text.includes(" ")
    ? text
    : text.replace(/([a-z])(?=[A-Z])/g, "$1 ").toLowerCase() || "it cannot be read";
}
