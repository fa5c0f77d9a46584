/**
 * The framing of TensorFlow's record files: length, its checksum, the bytes, their checksum.
 *
 * Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 *
 * @module
 */

/** Bytes before a record and after it. */
const BEFORE = 12, AFTER = 4;

/** CRC-32C, Castagnoli's polynomial with its bits reversed, a byte at a time. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let word = byte;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0x82f63b78 : word >>> 1;
  return word;
});

/** The checksum CRC-32C of some bytes. */
export function crc32c(bytes: Uint8Array): number {
  let word = ~0;
  for (const byte of bytes) word = (word >>> 8) ^ TABLE[(word ^ byte) & 0xff];
  return ~word >>> 0;
}

/** A checksum of data that hold checksums: turned by 15 bits, and a constant added. */
function masked(bytes: Uint8Array): number {
  const word = crc32c(bytes);
  return ((word >>> 15 | word << 17) + 0xa282ead8) >>> 0;
}

/** One record as it lies in a file. */
export function frameRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BEFORE + data.length + AFTER), view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, BEFORE);
  view.setUint32(BEFORE + data.length, masked(data), true);
  return bytes;
}

/**
 * The records of a file, up to the first that a crash cut short or that is damaged.
 *
 * @param bytes the whole file
 * @yields each record without its frame
 */
export function* readRecords(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + BEFORE + AFTER <= bytes.length;) {
    const length = Number(view.getBigUint64(at, true)), end = at + BEFORE + length;
    if (view.getUint32(at + 8, true) !== masked(bytes.subarray(at, at + 8))) return;
    if (end + AFTER > bytes.length) return;
    const data = bytes.subarray(at + BEFORE, end);
    if (view.getUint32(end, true) !== masked(data)) return;
    yield data;
    at = end + AFTER;
  }
}
