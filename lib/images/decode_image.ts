/**
 * Picture files as RGB bytes, whatever is in them: a good file is decoded right, any other is
 * refused with a reason.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";
import { decodeTiff } from "./decode_tiff.ts";
import { type ImageKind, readImageHeader } from "./image_header.ts";
import { readOrientation, turnUpright } from "./orientation.ts";

/** The largest picture that is decoded, in pixels: 64 Mpx take about 1 GB on the way. */
export const MAX_PIXELS: number = 2 ** 26;

/** width x height pixels of `channels` bytes each. */
interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGBA, or "cmyk" (4, 255 is full ink). */
  readonly channels: 1 | 3 | 4 | "cmyk";
  readonly data: Uint8Array;
}

/**
 * Decodes a PNG, JPEG, GIF (its first frame) or TIFF. 16-bit and grey pictures become 8-bit RGB,
 * CMYK is converted, transparent pixels are laid on white, photos are turned as their EXIF data says.
 *
 * imagescript's decoders run, each time in a WebAssembly instance of its own, so one that fails
 * leaves nothing behind. They read the variable IMAGESCRIPT_WASM_SIMD: a process that decodes needs
 * --allow-env=IMAGESCRIPT_WASM_SIMD and --allow-read.
 *
 * Differs: TIFF is decoded here, since imagescript 1.3.1 fails on every TIFF.
 *
 * @param bytes the file
 * @throws Error whose message is the reason: empty, no picture, damaged, too large;
 *   Deno.errors.NotCapable if a permission is missing
 */
export async function decodeImage(bytes: Uint8Array): Promise<RgbImage> {
  const { kind, width, height } = readImageHeader(bytes);
  if (width === 0 || height === 0) throw new Error(`The ${kind} file has no pixels`);
  if (width * height > MAX_PIXELS) {
    throw new Error(`${width} x ${height} pixels are more than the limit of 64 million`);
  }
  let raster: Raster;
  try {
    raster = await decoders[kind](bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error; // not the file's fault
    throw new Error(`The ${kind} file is damaged (${reasonOf(error)})`);
  }
  const image = { width: raster.width, height: raster.height, rgb: toRgb(raster) };
  return kind === "jpeg" ? turnUpright(image, readOrientation(bytes)) : image;
}

function reasonOf(error: unknown): string {
  if (error instanceof WebAssembly.RuntimeError) return "its decoder gave up";
  if (error instanceof RangeError) return "it points beyond its end";
  return error instanceof Error ? error.message : String(error);
}

const decoders: Readonly<Record<ImageKind, (bytes: Uint8Array) => Raster | Promise<Raster>>> = {
  async png(bytes) {
    const { default: png } = await import("imagescript/wasm/node/png.js");
    const { width, height, framebuffer } = (await png.init()).decode(bytes);
    return { width, height, channels: 4, data: framebuffer };
  },

  async jpeg(bytes) {
    const { default: jpeg } = await import("imagescript/wasm/node/jpeg.js");
    const { width, height, format, buffer } = (await jpeg.init()).decode(bytes);
    return {
      width,
      height,
      channels: ([1, 3, "cmyk"] as const)[format as 0 | 1 | 2],
      data: buffer,
    };
  },

  /** The first frame on its white screen. */
  async gif(bytes) {
    const { default: gif } = await import("imagescript/wasm/node/gif.js");
    const decoder = new (await gif.init()).Decoder(bytes);
    const frame = decoder.frame();
    if (!frame) throw new Error("no frame");
    const { width, height } = decoder;
    const data = new Uint8Array(width * height * 4);
    const copied = Math.min(frame.width, width - frame.x) * 4;
    for (let y = 0; y < Math.min(frame.height, height - frame.y); y++) {
      const from = y * frame.width * 4;
      const to = ((frame.y + y) * width + frame.x) * 4;
      data.set(frame.buffer.subarray(from, from + copied), to);
    }
    return { width, height, channels: 4, data };
  },

  tiff: (bytes) => decodeTiff(bytes, MAX_PIXELS),
};

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
