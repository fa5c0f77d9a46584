/**
 * How the pixels of a WebP lie.
 *
 * @module
 */
import { readOrientation } from "./exif.ts";
import { hasText, viewOf } from "./picture_header.ts";

/**
 * The orientation in a WebP's EXIF chunk.
 *
 * Source: Google, WebP container specification.
 *
 * @param bytes the file
 * @returns 1 to 8; 1 where nothing readable is said
 */
export function webpOrientation(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true), chunk = bytes.subarray(at + 8, at + 8 + length);
    if (hasText(bytes, at, "EXIF")) return readOrientation(chunk);
    at += 8 + length + length % 2;
  }
  return 1;
}
