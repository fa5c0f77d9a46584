/**
 * From the bytes of a picture to the bytes of its translation.
 *
 * @module
 */
import { bytesOfUnits } from "../images/unit_range.ts";
import { cropToSquare } from "../images/crop.ts";
import { decodeImage } from "../images/decode_image.ts";
import { encodePng } from "../images/encode_png.ts";
import type { Model } from "../networks/model.ts";
import { translateImages } from "./translate_images.ts";

/**
 * y = G(E(x), c) of one picture: decoded, cropped to its centre square, translated, encoded.
 *
 * Source: section 3.3.
 *
 * @example
 * ```ts
 * import { loadPretrained, selectBackend, translatePicture } from "@im2im/im2im";
 *
 * await selectBackend("wasm");
 * using model = await loadPretrained("faces-64");
 * const man = await Deno.readFile("fixtures/faces/man-1.png");
 * const png = await translatePicture(model, man, "woman");
 * console.log(png.length);
 * ```
 *
 * @param model a model whose both stages are trained
 * @param bytes a picture file: PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF
 * @param domain name of the domain to translate to
 * @returns the bytes of a PNG, model.config.size on a side
 * @throws RangeError if there is no such domain
 * @throws Error if the file is damaged, or no picture that can be read
 */
export async function translatePicture(
  model: Model,
  bytes: Uint8Array,
  domain: string,
): Promise<Uint8Array> {
  const { size } = model.config;
  const square = cropToSquare(await decodeImage(bytes), size);
  const y = await translateImages(model, square, domain);
  return encodePng({ width: size, height: size, rgb: bytesOfUnits(y) });
}
