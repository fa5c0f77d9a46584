/**
 * Turning a WebAssembly module's own memory into one that threads can share.
 *
 * @module
 */

const MEMORY_SECTION = 5;
/** Flags of a memory: bit 0 says that it has a maximum, bit 1 that it is shared. */
const HAS_MAXIMUM = 1, SHARED = 2;

/**
 * The same module with its memory marked as shared: one bit in the memory section's limits.
 *
 * Source: WebAssembly threads proposal, "Memory types".
 *
 * @param module a binary module that defines one memory with a maximum
 * @returns a copy
 * @throws TypeError if it is not such a module
 */
export function shareMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module);
  let at = 8; // past the magic number and the version
  const readNumber = () => {
    let value = 0, shift = 0;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
      if (!(byte & 128)) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++], length = readNumber();
    if (section === MEMORY_SECTION) {
      const count = readNumber();
      if (count !== 1 || !(bytes[at] & HAS_MAXIMUM)) break;
      bytes[at] |= SHARED;
      return bytes;
    }
    at += length;
  }
  throw new TypeError("The module defines no memory with a maximum, so it cannot be shared");
}
