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

/**
 * Pictures of one size as floats of [-1, 1], one after the other.
 *
 * @param pictures bytes of each
 */
export function unitsOfBytes(pictures: readonly Uint8Array[]): Float32Array {
  const length = pictures[0]?.length ?? 0, units = new Float32Array(pictures.length * length);
  pictures.forEach((bytes, i) =>
    bytes.forEach((byte, k) => units[i * length + k] = unitOfByte[byte])
  );
  return units;
}

/** The bytes nearest to values of [-1, 1], each by {@linkcode byteOfUnit}. */
export function bytesOfUnits(values: Float32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values, byteOfUnit);
}

/** The byte nearest to a value of [-1, 1]; what lies beyond is clipped, NaN becomes 0. */
export function byteOfUnit(value: number): number {
  const byte = Math.round((value + 1) * 127.5);
  return byte > 255 ? 255 : byte > 0 ? byte : 0;
}
