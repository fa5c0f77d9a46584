/**
 * A function of bytes that remembers its last result, for many files in a row with the same bytes.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/**
 * Remembers the last bytes that a function was called with, and its result.
 *
 * @param question must depend on its bytes alone
 * @returns the same function, which is computed anew only when the bytes differ
 */
export function rememberLast<T>(question: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  let last: { bytes: Uint8Array; answer: T } | undefined;
  return (bytes) => {
    if (!last || Buffer.compare(last.bytes, bytes) !== 0) {
      last = { bytes: bytes.slice(), answer: question(bytes) };
    }
    return last.answer;
  };
}
