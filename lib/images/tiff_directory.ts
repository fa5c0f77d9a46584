/**
 * The tags of a TIFF file, read alike by whoever checks its dimensions and by its decoder.
 *
 * Source: TIFF revision 6.0, Adobe 1992, section 2.
 *
 * @module
 */

const TAGS = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
} as const;

/** The first values of a tag, one if `most` is left out; none where the file has no such tag. */
export type ReadTag = (tag: keyof typeof TAGS, most?: number) => number[];

/** Bytes of a value, by the number of its type: BYTE, SHORT, LONG. */
const BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

/**
 * Finds the tags of the first picture. Those of other types than whole numbers are passed over, and
 * those of more values than the file has room for.
 *
 * @param view the file
 * @throws RangeError if the directory lies beyond the file's end; what is returned throws it too,
 *   if a tag's values do
 */
export function readTiffDirectory(view: DataView): ReadTag {
  const little = view.getUint8(0) === 0x49, directory = view.getUint32(4, little);
  const typeAt = (entry: number) => view.getUint16(entry + 2, little);
  const countAt = (entry: number) => view.getUint32(entry + 4, little);
  const entries = new Map<number, number>(), count = view.getUint16(directory, little);
  for (let i = 0, at = directory + 2; i < count; i++, at += 12) {
    const bytes = BYTES[typeAt(at)];
    if (bytes && countAt(at) * bytes <= view.byteLength) {
      entries.set(view.getUint16(at, little), at);
    }
  }
  return (tag, most = 1) => {
    const entry = entries.get(TAGS[tag]);
    if (entry === undefined) return [];
    const bytes = BYTES[typeAt(entry)], count = countAt(entry);
    const from = count * bytes > 4 ? view.getUint32(entry + 8, little) : entry + 8;
    const value = (k: number) =>
      bytes === 1
        ? view.getUint8(from + k)
        : bytes === 2
        ? view.getUint16(from + 2 * k, little)
        : view.getUint32(from + 4 * k, little);
    return Array.from({ length: Math.min(count, most) }, (_, k) => value(k));
  };
}
