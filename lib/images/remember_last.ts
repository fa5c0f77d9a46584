/**
 * A question about bytes that is asked of many files in a row, with the same answer for all.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/**
 * Remembers the last bytes that a question was asked of, and its answer.
 *
 * @param question must depend on its bytes alone
 * @returns the same question, which is asked anew only when the bytes are others
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
