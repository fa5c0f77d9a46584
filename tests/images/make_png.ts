import { crc32, deflateSync } from "node:zlib";

/** What a PNG made for a test says in its header. */
interface PngForm {
  width: number;
  height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  colorType: number;
  bitDepth: number;
  palette?: number[];
  /** Further chunks before the pixels. */
  chunks?: [type: string, data: ArrayLike<number>][];
  /** Further chunks after the pixels. */
  chunksAfter?: [type: string, data: ArrayLike<number>][];
}

/**
 * Writes a PNG byte by byte, in forms that the encoder of lib/images never makes.
 *
 * @param form the header
 * @param rows of each line, the packed samples
 */
export function makePng(form: PngForm, rows: ArrayLike<number>[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, form.width);
  header.setUint32(4, form.height);
  header.setUint8(8, form.bitDepth);
  header.setUint8(9, form.colorType);
  const lines = new Uint8Array(rows.reduce((sum, row) => sum + 1 + row.length, 0));
  rows.reduce((at, row) => (lines.set(row, at + 1), at + 1 + row.length), 0);
  const chunks: [string, ArrayLike<number>][] = [
    ["IHDR", new Uint8Array(header.buffer)],
    ...(form.palette ? [["PLTE", form.palette]] as [string, number[]][] : []),
    ...form.chunks ?? [],
    ["IDAT", deflateSync(lines)],
    ...form.chunksAfter ?? [],
    ["IEND", []],
  ];
  return concat([
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunks.flatMap(([type, data]) => chunk(type, data)),
  ]);
}

function chunk(type: string, data: ArrayLike<number>): ArrayLike<number>[] {
  const body = concat([new TextEncoder().encode(type), data]);
  return [word(data.length), body, word(crc32(body))];
}

/** A number in four bytes, highest first. */
export const word = (
  value: number,
): number[] => [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255];

/** Stretches of bytes, one after the other. */
export function concat(parts: ArrayLike<number>[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}
