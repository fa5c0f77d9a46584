import { concat } from "./make_png.ts";

/** What a BMP made for a test says in its header. */
interface BmpForm {
  width: number;
  height: number;
  bitsPerPixel: number;
  topDown?: boolean;
  /** 0 none, 1 and 2 run lengths of 8 and 4 bits, 3 masks. */
  compression?: number;
  /** Where red, green and blue are in a pixel, and alpha if the header is longer. */
  masks?: number[];
  /** Red, green, blue, nothing. */
  palette?: number[];
}

/** Writes a BMP of Windows byte by byte; rows are as the file has them, from the bottom. */
export function makeBmp(form: BmpForm, rows: ArrayLike<number>[]): Uint8Array {
  const { masks = [], palette = [] } = form, headerLength = masks.length === 4 ? 56 : 40;
  const pixels = concat(rows), maskBytes = 4 * masks.length;
  const offset = 14 + 40 + maskBytes + palette.length;
  const head = new DataView(new ArrayBuffer(54 + maskBytes));
  head.setUint16(0, 0x424d);
  head.setUint32(2, offset + pixels.length, true);
  head.setUint32(10, offset, true);
  head.setUint32(14, headerLength, true);
  head.setInt32(18, form.width, true);
  head.setInt32(22, form.topDown ? -form.height : form.height, true);
  head.setUint16(26, 1, true);
  head.setUint16(28, form.bitsPerPixel, true);
  head.setUint32(30, form.compression ?? 0, true);
  head.setUint32(34, pixels.length, true);
  head.setUint32(46, palette.length / 4, true);
  masks.forEach((mask, i) => head.setUint32(54 + 4 * i, mask, true));
  return concat([new Uint8Array(head.buffer), palette, pixels]);
}
