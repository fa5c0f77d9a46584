import { crc32, deflateSync } from "node:zlib";

/** What a PNG made for a test says in its header. */
interface PngForm {
  width: number;
  height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  colorType: number;
  bitDepth: number;
  palette?: number[];
}

/**
 * Writes a PNG byte by byte, in forms that the encoder of lib/images never makes.
 *
 * @param form the header
 * @param rows of each line, the packed samples
 */
export function makePng(form: PngForm, rows: number[][]): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, form.width);
  header.setUint32(4, form.height);
  header.setUint8(8, form.bitDepth);
  header.setUint8(9, form.colorType);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", [...new Uint8Array(header.buffer)]),
    ...(form.palette ? chunk("PLTE", form.palette) : []),
    ...chunk("IDAT", [...deflateSync(Uint8Array.from(rows.flatMap((row) => [0, ...row])))]),
    ...chunk("IEND", []),
  ]);
}

function chunk(type: string, data: number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  const word = (
    value: number,
  ) => [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255];
  return [...word(data.length), ...body, ...word(crc32(Uint8Array.from(body)))];
}
