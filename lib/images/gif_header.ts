/**
 * The blocks of a GIF file before its first frame.
 *
 * @module
 */
import { type PictureHeader, viewOf } from "./picture_header.ts";

/**
 * Reads a GIF's header. Its size is the larger of the screen and the first frame, since decoders
 * allocate both.
 *
 * Source: CompuServe, GIF89a specification.
 *
 * @param bytes the file
 * @returns undefined if it has no frame
 * @throws RangeError if it ends before its dimensions
 */
export function readGifHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = viewOf(bytes), flags = view.getUint8(10);
  const skipTable = (bits: number) => bits & 0x80 ? 3 << ((bits & 7) + 1) : 0;
  for (let at = 13 + skipTable(flags);;) {
    const block = view.getUint8(at);
    if (block === 0x2c) {
      const edge = (axis: number) =>
        Math.max(
          view.getUint16(6 + 2 * axis, true),
          view.getUint16(at + 1 + 2 * axis, true) + view.getUint16(at + 5 + 2 * axis, true),
        );
      return { width: edge(0), height: edge(1), orientation: 1, isPlain: true };
    }
    if (block !== 0x21) return;
    at += 2;
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at++;
  }
}
