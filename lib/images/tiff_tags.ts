/**
 * The tags of a TIFF file that say how its picture is meant.
 *
 * @module
 */
import { viewOf } from "./picture_header.ts";

/** Bytes of a value, by the number of its type: BYTE, SHORT, LONG, IFD. */
const BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4 };

/**
 * Reads the first value of each tag of a file's first picture.
 *
 * Source: TIFF revision 6.0, Adobe 1992, section 2; BigTIFF, libtiff.
 *
 * @param bytes the file
 * @returns by tag; 0 for a value that is no whole number. Tags beyond the file's end are left out
 */
export function readTiffTags(bytes: Uint8Array): ReadonlyMap<number, number> {
  const tags = new Map<number, number>(), view = viewOf(bytes);
  try {
    const little = view.getUint16(0) === 0x4949, isBig = view.getUint16(2, little) === 43;
    const word = (at: number) =>
      isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
    const size = isBig ? 8 : 4, directory = word(size);
    const count = isBig ? word(directory) : view.getUint16(directory, little);
    const first = directory + (isBig ? 8 : 2);
    for (let i = 0, at = first; i < count; i++, at += 4 + 2 * size) {
      const length = BYTES[view.getUint16(at + 2, little)] ?? 0, place = at + 4 + size;
      const from = length * word(at + 4) > size ? word(place) : place;
      tags.set(
        view.getUint16(at, little),
        length === 0 || from + length > bytes.length
          ? 0
          : length === 1
          ? view.getUint8(from)
          : length === 2
          ? view.getUint16(from, little)
          : view.getUint32(from, little),
      );
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the file ends within its directory
  }
  return tags;
}
