/**
 * The safetensors file format: named arrays and string metadata, no code.
 *
 * Eight bytes of header length (little-endian), a JSON header, then the raw little-endian arrays.
 * Python reads the files with `safetensors.numpy.load_file`.
 *
 * @module
 */

import { BYTES, type SafeDtype } from "./safetensors_header.ts";
import { readerOfBytes } from "./safetensors_reader.ts";

export type { SafeDtype };

/** One named array. */
export interface SafeArray {
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** The values, row-major. */
  readonly values: Float32Array;
}

/** A whole file. */
export interface SafeFile {
  /** Arrays by name. */
  readonly arrays: Readonly<Record<string, SafeArray>>;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes a file into memory.
 *
 * @param file arrays and metadata
 * @param dtype number format of every array; F16 rounds to the nearest half
 * @throws TypeError if an array's length does not fit its shape
 */
export function encodeSafetensors(
  file: SafeFile,
  dtype: SafeDtype = "F32",
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: file.metadata };
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(file.arrays)) {
    if (sizeOf(shape) !== values.length) {
      throw new TypeError(`Array ${name} has ${values.length} values for shape [${shape}]`);
    }
    const start = end;
    end += values.length * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [start, end] };
  }
  let json = JSON.stringify(header);
  // Spaces align the arrays to 8 bytes, as the reference implementation does.
  json += " ".repeat((8 - (new TextEncoder().encode(json).length % 8)) % 8);
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let offset = 8 + text.length;
  for (const { values } of Object.values(file.arrays)) {
    const data = dtype === "F32" ? values : new Float16Array(values);
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a file from memory. Nothing in it is trusted: every length and offset is checked first.
 *
 * @param bytes the whole file
 * @throws TypeError if it is not a safetensors file, is cut short, or holds other dtypes
 */
export function decodeSafetensors(bytes: Uint8Array): SafeFile {
  const { header, read } = readerOfBytes(bytes);
  const arrays: Record<string, SafeArray> = Object.create(null);
  for (const [name, { shape }] of Object.entries(header.entries)) {
    arrays[name] = { shape, values: read(name) };
  }
  return { arrays, metadata: header.metadata };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}
