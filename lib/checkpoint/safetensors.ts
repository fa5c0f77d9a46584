/**
 * The safetensors file format: named arrays and string metadata, no code.
 *
 * Eight bytes of header length (little-endian), a JSON header, then the raw little-endian arrays.
 * Python reads the files with `safetensors.numpy.load_file`.
 *
 * @module
 */

/** Number formats that are read and written; F16 is widened to float32 on reading. */
export type SafeDtype = "F32" | "F16";

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

interface Entry {
  readonly dtype: SafeDtype;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

const BYTES: Record<SafeDtype, number> = { F32: 4, F16: 2 };
/** A longer header is refused, as the reference implementation does. */
const MAX_HEADER = 100_000_000;

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
  const bad = (why: string): never => {
    throw new TypeError(`Not a readable safetensors file: ${why}`);
  };
  if (bytes.length < 8) bad("it is shorter than 8 bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER) bad("its header is too long");
  if (8 + length > bytes.length) bad("it ends inside its header");
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
  } catch {
    return bad("its header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    bad("its header is not an object");
  }
  const data = bytes.subarray(8 + length);
  const arrays: Record<string, SafeArray> = Object.create(null);
  let total = 0;
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (!isEntry(value)) return bad(`the entry of ${JSON.stringify(name)} is malformed`);
    const [start, end] = value.data_offsets;
    if (end > data.length) bad(`it ends inside ${JSON.stringify(name)}`);
    if (end - start !== sizeOf(value.shape) * BYTES[value.dtype]) {
      bad(`the length of ${JSON.stringify(name)} does not fit its shape`);
    }
    total += end - start;
    const copy = data.slice(start, end).buffer;
    const values = value.dtype === "F32"
      ? new Float32Array(copy)
      : new Float32Array(new Float16Array(copy));
    arrays[name] = { shape: value.shape, values };
  }
  if (total !== data.length) bad("its arrays overlap or leave gaps");
  return { arrays, metadata: readMetadata(header.__metadata__, bad) };
}

function readMetadata(value: unknown, bad: (why: string) => never): Record<string, string> {
  if (value === undefined) return {};
  if (
    typeof value !== "object" || value === null ||
    !Object.values(value).every((text) => typeof text === "string")
  ) bad("its metadata is not text");
  return value as Record<string, string>;
}

function isEntry(value: unknown): value is Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<Entry>;
  const natural = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
  return (dtype === "F32" || dtype === "F16") &&
    Array.isArray(shape) && shape.every(natural) &&
    Array.isArray(offsets) && offsets.length === 2 && offsets.every(natural) &&
    offsets[0] <= offsets[1];
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}
