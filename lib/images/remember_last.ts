/**
 * A function of bytes that remembers its last result, for many files in a row with the same bytes.
 *
 * @module
 */

/**
 * Remembers the last bytes that a function was called with, and its result.
 *
 * @param question must depend on its bytes alone
 * @returns the same function, which is computed anew only when the bytes differ
 */
export function rememberLast<T>(question: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  let last: { bytes: Uint8Array; answer: T } | undefined;
  return (bytes) => {
    if (!last || !areEqual(last.bytes, bytes)) {
      last = { bytes: bytes.slice(), answer: question(bytes) };
    }
    return last.answer;
  };
}

const areEqual = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, i) => byte === other[i]);
