/**
 * Every face of a photograph, translated, and laid back into it.
 *
 * @module
 */
import { findPortraits, type Portrait } from "../faces/find_portraits.ts";
import type { PortraitFinder } from "../faces/find_faces.ts";
import { type PastedPart, pastePortrait } from "../faces/paste_portrait.ts";
import type { RgbImage } from "../images/crop.ts";
import { bytesOfUnits, unitsOfBytes } from "../images/unit_range.ts";
import type { Model } from "../networks/model.ts";
import { translateImages } from "./translate_images.ts";

/** A face and its translation. */
export interface TranslatedPortrait extends Portrait {
  /** size * size * 3 bytes: what G made of it. */
  readonly translated: Uint8Array;
}

/** A photograph whose faces are translated. */
export interface TranslatedPhotograph {
  /** Its faces from left to right; none if there is no face. */
  readonly portraits: readonly TranslatedPortrait[];
  /** The photograph with the translations laid back, where that was asked for. */
  readonly photograph?: RgbImage;
}

/**
 * y = G(E(x), c) of every face of a photograph. Each is found, turned upright, and cut out as the
 * pictures of CelebA are, which the model should have been trained on.
 *
 * Source: section 3.3.
 *
 * @param model a model whose both stages are trained
 * @param finder networks that find faces, e.g. a `FaceFinder`
 * @param photograph of any size; it is not changed
 * @param domain name of the domain to translate to
 * @param options `pasteBack`: how much of each translation is laid back into the photograph, `face` or
 *   `square`; nothing if left out
 * @throws RangeError if there is no such domain
 */
export async function translatePortraits(
  model: Model,
  finder: PortraitFinder,
  photograph: RgbImage,
  domain: string,
  { pasteBack }: { readonly pasteBack?: PastedPart } = {},
): Promise<TranslatedPhotograph> {
  const { size } = model.config, found = await findPortraits(finder, photograph, size);
  const y = await translateImages(model, unitsOfBytes(found.map(({ rgb }) => rgb)), domain);
  const values = bytesOfUnits(y), length = size * size * 3;
  const portraits = found.map((portrait, i) => ({
    ...portrait,
    translated: values.subarray(i * length, (i + 1) * length),
  }));
  if (!pasteBack) return { portraits };
  const changed = { ...photograph, rgb: photograph.rgb.slice() };
  for (const { face, translated } of portraits) {
    pastePortrait(changed, face, translated, pasteBack);
  }
  return { portraits, photograph: changed };
}
