/**
 * AVIF as its reference decoder shows it, with coarse colours interpolated.
 *
 * @module
 */
import { avifChroma } from "./avif_chroma.ts";
import { decodeByMagick, type MagickRequest, type Raster } from "./decode_by_magick.ts";

/**
 * Decodes an AVIF.
 *
 * ImageMagick decodes with libheif, which repeats a coarse colour unless it is asked to
 * interpolate. When it interpolates a picture that is coarse both ways, it takes wrong colours for
 * the outermost pixels. So the picture is decoded a second time with repeated colours, and the
 * outermost pixels are interpolated here.
 *
 * @param bytes the file
 * @param request as of {@linkcode decodeByMagick}
 * @throws as {@linkcode decodeByMagick}
 */
export async function decodeAvif(bytes: Uint8Array, request: MagickRequest): Promise<Raster> {
  const chroma = avifChroma(bytes);
  const raster = await decodeByMagick(bytes, { ...request, smoothColors: chroma !== 444 });
  if (chroma === 420) copyBorder(await decodeByMagick(bytes, request), raster);
  return raster;
}

/** Fills the outermost pixels of a picture from another of its size that repeats its colours. */
function copyBorder(from: Raster, to: Raster): void {
  const { width, height } = to;
  for (let x = 0; x < width; x++) {
    for (const y of [0, height - 1]) copyPixel(from, to, x, y, x + (x % 2 ? 1 : -1), y);
  }
  for (let y = 1; y < height - 1; y++) {
    for (const x of [0, width - 1]) copyPixel(from, to, x, y, x, y + (y % 2 ? 1 : -1));
  }
}

/** Copies a pixel, with a quarter of its colour from that of a neighbour within the border. */
function copyPixel(from: Raster, to: Raster, x: number, y: number, nearX: number, nearY: number) {
  const { width, height, data } = from, stride = data.length / (width * height);
  const at = (y * width + x) * stride;
  const isInside = nearX >= 0 && nearX < width && nearY >= 0 && nearY < height;
  const near = isInside ? (nearY * width + nearX) * stride : at;
  const lighter = lightOf(data, near) - lightOf(data, at);
  for (let k = 0; k < 3; k++) {
    const value = data[at + k] + (data[near + k] - data[at + k] - lighter) / 4;
    to.data[at + k] = Math.min(255, Math.max(0, Math.round(value)));
  }
}

/** Source: ITU-R BT.601. */
const lightOf = (data: Uint8Array, at: number) =>
  0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
