/**
 * Decodes picture files to RGB bytes. A good file is decoded correctly, and any other is refused
 * with a reason.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";
import { decodeAvif } from "./decode_avif.ts";
import { decodeByMagick, type Raster, tooLarge } from "./decode_by_magick.ts";
import { plainDecoders } from "./decode_plain.ts";
import { readGifHeader } from "./gif_header.ts";
import { readJpegHeader } from "./jpeg_header.ts";
import type { PictureHeader } from "./picture_header.ts";
import { kindOfPicture, type PictureKind } from "./picture_kind.ts";
import { readPngHeader } from "./png_header.ts";
import { RefusedPicture } from "./refused_picture.ts";
import { turnUpright } from "./turn_upright.ts";
import { webpOrientation } from "./webp_orientation.ts";

/** A picture of more pixels is shrunk by 2, 4 or 8 as it is read: 64 Mpx take about 1 GB. */
export const MAX_PIXELS: number = 2 ** 26;

/**
 * A picture of more pixels is refused. The decoder of large pictures holds all pixels, at 4 bytes
 * each, in 1 GiB.
 */
export const MAX_STORED_PIXELS: number = 2 ** 28;

/**
 * Decodes a PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF. Of several pictures in a file it takes
 * the first.
 *
 * The picture is turned upright by its EXIF data or its file, and converted to sRGB by its ICC
 * profile. CMYK without a profile is converted as (255 - ink)(255 - black) / 255. 16-bit and grey
 * pictures become 8-bit RGB, and transparent pixels are laid on white. A picture of more than
 * {@linkcode MAX_PIXELS} is returned at a half, a quarter or an eighth of its size.
 *
 * imagescript decodes PNG, JPEG and GIF that hold nothing but pixels and an orientation. Each file
 * has a WebAssembly instance of its own, so one that fails leaves nothing behind. ImageMagick
 * decodes all others, and starts at the first of them. A process that decodes needs --allow-read
 * and, for imagescript, --allow-env=IMAGESCRIPT_WASM_SIMD.
 *
 * @param bytes the file
 * @throws Error whose message is the reason: empty, no picture, not supported, damaged, too large;
 *   Deno.errors.NotCapable if a permission is missing
 */
export async function decodeImage(bytes: Uint8Array): Promise<RgbImage> {
  const kind = kindOfPicture(bytes), header = await headerOf(bytes, kind);
  if (header && header.width * header.height > MAX_STORED_PIXELS) {
    throw tooLarge(header.width, header.height, MAX_STORED_PIXELS);
  }
  const plain = header?.isPlain && header.width * header.height <= MAX_PIXELS &&
    await decodePlain(bytes, kind);
  if (plain) return turnUpright(toImage(plain), header.orientation);
  try {
    const orientation = header?.orientation ?? (kind === "WebP" ? webpOrientation(bytes) : 1);
    const limits = { mostStored: MAX_STORED_PIXELS, most: MAX_PIXELS };
    const decode = kind === "AVIF" ? decodeAvif : decodeByMagick;
    return toImage(await decode(bytes, { kind, orientation, ...limits }));
  } catch (error) {
    if (error instanceof RefusedPicture) throw new Error(error.message);
    if (error instanceof Deno.errors.NotCapable) throw error; // not the file's fault
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The ${kind} file is damaged (${reason})`);
  }
}

const headerReaders: {
  readonly [K in PictureKind]?: (
    bytes: Uint8Array,
  ) => PictureHeader | undefined | Promise<PictureHeader>;
} = { PNG: readPngHeader, JPEG: readJpegHeader, GIF: readGifHeader };

/** What the header of the file says. It is undefined for a kind whose header ImageMagick reads. */
async function headerOf(bytes: Uint8Array, kind: PictureKind): Promise<PictureHeader | undefined> {
  const reader = headerReaders[kind];
  if (!reader) return;
  let header: PictureHeader | undefined;
  try {
    header = await reader(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // read beyond the end
  }
  if (!header) throw new Error(`The ${kind} file is truncated`);
  if (header.width === 0 || header.height === 0) throw new Error(`The ${kind} file has no pixels`);
  return header;
}

/** Undefined for a picture that imagescript does not read. */
async function decodePlain(bytes: Uint8Array, kind: PictureKind): Promise<Raster | undefined> {
  try {
    return await plainDecoders[kind]?.(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error; // not the file's fault
  }
}

function toImage(raster: Raster): RgbImage {
  return { width: raster.width, height: raster.height, rgb: toRgb(raster) };
}

function toRgb({ width, height, channels, data }: Raster): Uint8Array {
  const pixels = width * height, stride = channels === "cmyk" ? 4 : channels;
  if (data.length < pixels * stride) throw new Error("The picture is truncated");
  if (channels === 3) return data;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0, from = 0; i < rgb.length; i += 3, from += stride) {
    if (channels === 1) rgb.fill(data[from], i, i + 3);
    else if (channels === 4) {
      const alpha = data[from + 3];
      for (let k = 0; k < 3; k++) {
        rgb[i + k] = alpha === 255
          ? data[from + k]
          : Math.round((data[from + k] * alpha + 255 * (255 - alpha)) / 255);
      }
    } else {
      const white = 255 - data[from + 3];
      for (let k = 0; k < 3; k++) rgb[i + k] = Math.round((255 - data[from + k]) * white / 255);
    }
  }
  return rgb;
}
