/**
 * The two run-time compressions of TIFF: PackBits and LZW.
 *
 * Source: TIFF revision 6.0, sections 9 and 13.
 *
 * @module
 */

/**
 * Unpacks byte runs.
 *
 * @param packed the compressed bytes
 * @param length of the result, at most
 * @returns as many bytes as there were, up to length
 */
export function unpackBits(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let to = 0;
  for (let at = 0; at < packed.length && to < length;) {
    const n = packed[at++];
    if (n < 128) {
      const literal = packed.subarray(at, at + Math.min(n + 1, length - to));
      out.set(literal, to);
      at += n + 1;
      to += literal.length;
    } else if (n > 128 && at < packed.length) {
      const run = Math.min(257 - n, length - to);
      out.fill(packed[at++], to, to + run);
      to += run;
    }
  }
  return out.subarray(0, to);
}

const CLEAR = 256;
const END = 257;
/** Codes have at most 12 bits. */
const TABLE = 4096;

/**
 * Unpacks LZW with codes of 9 to 12 bits, highest bit first, that grow one code early.
 *
 * @param packed the compressed bytes
 * @param length of the result, at most
 * @returns as many bytes as there were, up to length
 * @throws Error if a code is used before it is defined
 */
export function unpackLzw(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  // A code stands for a stretch of what is already unpacked.
  const start = new Uint32Array(TABLE), size = new Uint32Array(TABLE);
  let next = END + 1, width = 9, to = 0;
  let previousStart = 0, previousSize = 0;
  let buffer = 0, held = 0;
  for (let at = 0; to < length;) {
    while (held < width && at < packed.length) {
      buffer = (buffer << 8 | packed[at++]) & 0xffffff;
      held += 8;
    }
    if (held < width) break;
    held -= width;
    const code = buffer >> held & (1 << width) - 1;
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previousSize = 0;
      continue;
    }
    const begun = to;
    if (code < CLEAR) out[to++] = code;
    else if (code < next) to = repeat(out, start[code], size[code], to);
    else if (code === next && previousSize > 0) {
      to = repeat(out, previousStart, previousSize, to);
      if (to < length) out[to++] = out[previousStart];
    } else throw new Error("its LZW codes are wrong");
    if (previousSize > 0 && next < TABLE) {
      start[next] = previousStart; // the previous string and the first byte of this one
      size[next++] = previousSize + 1;
      if (next === (1 << width) - 1 && width < 12) width++;
    }
    previousStart = begun;
    previousSize = to - begun;
  }
  return out.subarray(0, to);
}

/** Appends out[from .. from + count] to itself; the stretches may overlap. */
function repeat(out: Uint8Array, from: number, count: number, to: number): number {
  const end = Math.min(to + count, out.length);
  while (to < end) out[to++] = out[from++];
  return to;
}
