/**
 * The two ranges of pixel values: bytes in files, floats of [-1, 1] inside the networks.
 *
 * @module
 */

/** byte / 127.5 - 1, for each byte. */
export const unitOfByte: Float32Array = Float32Array.from(
  { length: 256 },
  (_, byte) => byte / 127.5 - 1,
);

/** The byte nearest to a value of [-1, 1]; what lies beyond is clipped, NaN becomes 0. */
export function byteOfUnit(value: number): number {
  const byte = Math.round((value + 1) * 127.5);
  return byte > 255 ? 255 : byte > 0 ? byte : 0;
}
