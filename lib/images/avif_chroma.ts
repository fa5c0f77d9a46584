/**
 * The chroma subsampling of an AVIF.
 *
 * @module
 */

/** "av1C" as bytes: the box of the codec's settings. */
const AV1C = [0x61, 0x76, 0x31, 0x43];

/**
 * The part of its pixels that an AVIF has colours for: every one (444), every second in a row (422),
 * or every second in a row of every second row (420).
 *
 * Source: AV1 codec ISO media file format binding 1.2, section 2.3.3.
 *
 * @param bytes the file
 * @returns 444 also for a picture without colours, and for a file that says nothing
 */
export function avifChroma(bytes: Uint8Array): 444 | 422 | 420 {
  for (let at = 0; (at = bytes.indexOf(AV1C[0], at)) >= 0; at++) {
    if (!AV1C.every((byte, i) => bytes[at + i] === byte)) continue;
    const flags = bytes[at + 6] ?? 0;
    const isGrey = flags & 0x10, acrossHalf = flags & 8, downHalf = flags & 4;
    if (!isGrey && acrossHalf) return downHalf ? 420 : 422;
    return 444;
  }
  return 444;
}
