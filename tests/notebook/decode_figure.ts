import { decodeImage } from "../../lib/images/decode_image.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { display, type Displayable } from "../../lib/notebook/displayable.ts";

/** The pixels of a figure's PNG. */
export async function decodeFigure(object: Displayable): Promise<RgbImage> {
  const { "image/png": png } = await object[display]();
  return decodeImage(Uint8Array.fromBase64(png));
}

/** The colour at x, y. */
export function pixelAt({ rgb, width }: RgbImage, x: number, y: number): number[] {
  return [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

/** How many pixels differ from white by more than anti-aliasing at the rim of the card does. */
export function inkOf({ rgb }: RgbImage): number {
  let ink = 0;
  for (let i = 0; i < rgb.length; i += 3) if (rgb[i] + rgb[i + 1] + rgb[i + 2] < 600) ink++;
  return ink;
}
