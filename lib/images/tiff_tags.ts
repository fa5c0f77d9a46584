/**
 * The tags of a TIFF file that say how its picture is meant.
 *
 * @module
 */
import { viewOf } from "./picture_header.ts";

/** How to read a value, by the number of its type: BYTE, SHORT, LONG, IFD. */
const READERS: Readonly<
  Record<number, { bytes: number; get: "getUint8" | "getUint16" | "getUint32" }>
> = {
  1: { bytes: 1, get: "getUint8" },
  3: { bytes: 2, get: "getUint16" },
  4: { bytes: 4, get: "getUint32" },
  13: { bytes: 4, get: "getUint32" },
};

/** Of longer lists only so many are read. */
const MOST = 8;

/**
 * Reads the first values of each tag of a file's first picture.
 *
 * Source: TIFF revision 6.0, Adobe 1992, section 2; BigTIFF, libtiff.
 *
 * @param bytes the file
 * @returns values by tag, at most 8 of each; a tag without whole numbers has none. They end where
 *   the file ends
 */
export function readTiffTags(bytes: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const tags = new Map<number, number[]>(), view = viewOf(bytes);
  try {
    const little = view.getUint16(0) === 0x4949, isBig = view.getUint16(2, little) === 43;
    const word = (at: number) =>
      isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
    const size = isBig ? 8 : 4, directory = word(size);
    const entries = isBig ? word(directory) : view.getUint16(directory, little);
    const first = directory + (isBig ? 8 : 2);
    for (let i = 0, at = first; i < entries; i++, at += 4 + 2 * size) {
      const values: number[] = [], reader = READERS[view.getUint16(at + 2, little)];
      tags.set(view.getUint16(at, little), values);
      if (!reader) continue;
      const count = word(at + 4), place = at + 4 + size;
      const from = count * reader.bytes > size ? word(place) : place;
      for (let k = 0; k < Math.min(count, MOST); k++) {
        const value = from + k * reader.bytes;
        if (value + reader.bytes <= bytes.length) values.push(view[reader.get](value, little));
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the file ends within its directory
  }
  return tags;
}
