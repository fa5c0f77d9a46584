/**
 * Several arrays as one.
 *
 * @module
 */

/**
 * Copies arrays one after the other into a new one.
 *
 * @param parts arrays of any lengths
 */
export function joinRows(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
