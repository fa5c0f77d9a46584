/**
 * Pictures decoded by the browser itself.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";

/** A larger file is refused: no picture of a camera is as large. */
export const MAX_PICTURE_BYTES: number = 64 * 2 ** 20;
/** A picture of more pixels is shrunk by 2, 4 or 8 as it is drawn. */
const MAX_PIXELS = 2 ** 25;

/** What of a canvas' context is used. */
interface Context {
  fillStyle: string;
  imageSmoothingQuality: "high";
  fillRect(x: number, y: number, width: number, height: number): void;
  drawImage(image: ImageBitmap, x: number, y: number, width: number, height: number): void;
  getImageData(
    x: number,
    y: number,
    width: number,
    height: number,
  ): { readonly data: Uint8ClampedArray };
}
type Canvas = new (width: number, height: number) => {
  getContext(kind: "2d", options: { willReadFrequently: boolean }): Context | null;
};

/**
 * Decodes a picture by `createImageBitmap`: what the browser reads (PNG, JPEG, WebP, GIF, AVIF, BMP, and
 * what else it knows), turned upright by its EXIF data, in sRGB, transparent pixels laid on white. A PNG
 * gives the very bytes that `decodeImage` gives; a JPEG may differ by a level, since its standard leaves
 * rounding open.
 *
 * @param picture a file, or a bitmap such as a frame of a camera, which is closed
 * @returns the picture, shrunk by 2, 4 or 8 where it has more than 32 million pixels
 * @throws RangeError if the file is empty or larger than 64 MiB
 * @throws Error if it is no picture that the browser reads; the message is for people
 */
export async function decodePicture(picture: Blob | ImageBitmap): Promise<RgbImage> {
  const bitmap = picture instanceof Blob ? await decode(picture) : picture;
  try {
    const { width, height } = shrunk(bitmap);
    const canvas = new (globalThis as unknown as { OffscreenCanvas: Canvas }).OffscreenCanvas(
      width,
      height,
    );
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("The browser gives no canvas to read the picture from");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return { width, height, rgb: withoutAlpha(context.getImageData(0, 0, width, height).data) };
  } finally {
    bitmap.close();
  }
}

async function decode(file: Blob): Promise<ImageBitmap> {
  const name = (file as Blob & { name?: string }).name ?? "The file";
  if (file.size === 0) throw new RangeError(`${name} is empty: choose a picture`);
  if (file.size > MAX_PICTURE_BYTES) {
    throw new RangeError(
      `${name} has ${Math.round(file.size / 2 ** 20)} MB, and a picture may have 64: choose a ` +
        "smaller one",
    );
  }
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(
      `${name} is no picture that this browser reads: choose a PNG, JPEG, WebP, GIF, AVIF or BMP`,
    );
  }
}

function shrunk({ width, height }: ImageBitmap): { width: number; height: number } {
  let by = 1;
  while (width * height > MAX_PIXELS * by * by) by *= 2;
  return {
    width: Math.max(1, Math.round(width / by)),
    height: Math.max(1, Math.round(height / by)),
  };
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array(rgba.length / 4 * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from];
    rgb[to++] = rgba[from + 1];
    rgb[to++] = rgba[from + 2];
  }
  return rgb;
}
