/**
 * The orientation of photos from cameras that were held sideways, as EXIF data say it.
 *
 * @module
 */
import { hasText, viewOf } from "./picture_header.ts";

const ORIENTATION = 274, MARK = "Exif\0\0";

/** How to read a value, by the number of its type: BYTE, SHORT, LONG and their signed kinds. */
const readers: Readonly<Record<number, "getUint8" | "getUint16" | "getUint32">> = {
  1: "getUint8",
  3: "getUint16",
  4: "getUint32",
  6: "getUint8",
  8: "getUint16",
  9: "getUint32",
};

/**
 * The orientation that EXIF data name, whichever type of whole number it is written as.
 *
 * Source: Exif 2.32, JEITA CP-3451, tag 274.
 *
 * @param exif a TIFF structure; before it may stand "Exif\0\0", as in a JPEG
 * @returns 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 the same with rows and columns
 *   exchanged; 1 where nothing readable is said
 */
export function readOrientation(exif: Uint8Array): number {
  const view = viewOf(hasText(exif, 0, MARK) ? exif.subarray(MARK.length) : exif);
  try {
    const little = view.getUint8(0) === 0x49, directory = view.getUint32(4, little);
    for (let i = 0; i < view.getUint16(directory, little); i++) {
      const entry = directory + 2 + 12 * i;
      if (view.getUint16(entry, little) !== ORIENTATION) continue;
      const reader = readers[view.getUint16(entry + 2, little)];
      const value = reader ? view[reader](entry + 8, little) : 1;
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the file ends within its EXIF data
  }
  return 1;
}
