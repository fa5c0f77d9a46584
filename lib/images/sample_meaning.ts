/**
 * What a file says of its samples and its decoder ignores.
 *
 * @module
 */
import { readTiffTags } from "./tiff_tags.ts";
import type { PictureKind } from "./picture_kind.ts";

const SAMPLES = 277, PLANAR = 284, EXTRA_SAMPLES = 338, SAMPLE_FORMAT = 339;

/** BITMAPINFOHEADER, and no masks. */
const PLAIN_BMP = 40, NO_MASKS = 0;

/**
 * Whether a sample beside the colours may be alpha: not the fourth byte of a plain 32-bit BMP, nor
 * one that a TIFF says nothing of.
 *
 * Source: Microsoft, BITMAPINFOHEADER; TIFF revision 6.0, ExtraSamples.
 *
 * @param bytes the file
 * @param kind what it is
 */
export function mayHaveAlpha(bytes: Uint8Array, kind: PictureKind): boolean {
  if (kind === "BMP") return !(bytes[14] === PLAIN_BMP && bytes[30] === NO_MASKS);
  return !(kind === "TIFF" && readTiffTags(bytes).get(EXTRA_SAMPLES)?.[0] === 0);
}

/**
 * The name of samples that the decoder would read wrongly without an error. They are below black,
 * of two numbers, grey in one plane with another plane beside it, or alpha behind another sample.
 *
 * @param bytes the file
 * @param kind what it is
 * @returns undefined for usual ones
 */
export function oddSamples(bytes: Uint8Array, kind: PictureKind): string | undefined {
  if (kind !== "TIFF") return;
  const tags = readTiffTags(bytes), format = tags.get(SAMPLE_FORMAT)?.[0];
  if (format === 2) return "signed samples";
  if (format === 5 || format === 6) return "complex samples";
  if (tags.get(PLANAR)?.[0] === 2 && tags.get(SAMPLES)?.[0] === 2) return "grey in two planes";
  // The decoder takes the first of the samples beside the colours for alpha.
  const extra = tags.get(EXTRA_SAMPLES) ?? [];
  if (extra[0] === 0 && extra.some((meaning) => meaning > 0)) return "alpha after another sample";
}
