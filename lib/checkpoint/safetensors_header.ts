/**
 * The header of a safetensors file: which arrays it holds, and where.
 *
 * Source: https://github.com/huggingface/safetensors#format
 *
 * @module
 */
import { duplicateKey } from "./duplicate_key.ts";

/** Number formats that are read and written; F16 is widened to float32 on reading. */
export type SafeDtype = "F32" | "F16";

/** Where one array lies. */
export interface SafeEntry {
  /** Its number format. */
  readonly dtype: SafeDtype;
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** First byte, and the one after the last, counted from the end of the header. */
  readonly data_offsets: readonly [number, number];
}

/** What a header says. */
export interface SafeHeader {
  /** The arrays by name. */
  readonly entries: Readonly<Record<string, SafeEntry>>;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of one number. */
export const BYTES: Readonly<Record<SafeDtype, number>> = { F32: 4, F16: 2 };

/** A longer header is refused, as the reference implementation does. */
const MAX_HEADER = 100_000_000;

/** Bytes before the header: its length. */
export const PREFIX = 8;

const bad = (why: string): never => {
  throw new TypeError(`Not a readable safetensors file: ${why}`);
};

/**
 * Length of the header.
 *
 * @param prefix the first 8 bytes of the file
 * @param fileLength bytes of the whole file
 * @throws TypeError if no header of that length can be there
 */
export function headerLength(prefix: Uint8Array, fileLength: number): number {
  if (prefix.length < PREFIX) bad("it is shorter than 8 bytes");
  const length = Number(
    new DataView(prefix.buffer, prefix.byteOffset, PREFIX).getBigUint64(0, true),
  );
  if (length > MAX_HEADER) bad("its header is too long");
  if (PREFIX + length > fileLength) bad("it ends inside its header");
  return length;
}

/**
 * Reads a header. Nothing in it is trusted: the arrays must fill the data, in any order, without
 * overlap and without a gap.
 *
 * @param bytes the header alone
 * @param dataLength bytes of the file after it
 * @throws TypeError that says what is wrong
 */
export function decodeHeader(bytes: Uint8Array, dataLength: number): SafeHeader {
  const { __metadata__: metadata, ...named } = parse(bytes);
  const entries: Record<string, SafeEntry> = Object.assign(Object.create(null), {});
  for (const [name, value] of Object.entries(named)) entries[name] = entryOf(name, value);
  checkLayout(entries, dataLength);
  return { entries, metadata: metadataOf(metadata) };
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  let text = "", header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    bad("its header is not JSON");
  }
  if (text[0] !== "{") bad("its header is not an object");
  const twice = duplicateKey(text);
  if (twice !== undefined) bad(`its header has ${JSON.stringify(twice)} twice`);
  return header as Record<string, unknown>;
}

function entryOf(name: string, value: unknown): SafeEntry {
  if (!isEntry(value)) return bad(`the entry of ${JSON.stringify(name)} is malformed`);
  const { dtype, shape, data_offsets: [start, end] } = value;
  const size = shape.reduce((product, n) => product * n, 1);
  if (end - start !== size * BYTES[dtype]) {
    bad(`the length of ${JSON.stringify(name)} does not fit its shape`);
  }
  return value;
}

function isEntry(value: unknown): value is SafeEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<SafeEntry>;
  const natural = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
  return (dtype === "F32" || dtype === "F16") &&
    Array.isArray(shape) && shape.every(natural) &&
    Array.isArray(offsets) && offsets.length === 2 && offsets.every(natural) &&
    offsets[0] <= offsets[1];
}

function checkLayout(entries: SafeHeader["entries"], dataLength: number): void {
  const byPlace = Object.entries(entries)
    .sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
  let reached = 0;
  for (const [name, { data_offsets: [start, end] }] of byPlace) {
    if (end > dataLength) bad(`it ends inside ${JSON.stringify(name)}`);
    if (start !== reached) bad(`its arrays overlap or leave gaps before ${JSON.stringify(name)}`);
    reached = end;
  }
  if (reached !== dataLength) bad("its arrays overlap or leave gaps: there are bytes after them");
}

function metadataOf(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const isText = typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string");
  return isText ? value as Record<string, string> : bad("its metadata is not text");
}
