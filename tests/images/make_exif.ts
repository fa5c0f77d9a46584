/** BYTE, SHORT, LONG: the types that programs write an orientation as. */
export type ExifType = 1 | 3 | 4;

/**
 * EXIF data that hold nothing but an orientation.
 *
 * @param value 1 to 8, or a wrong one
 * @param little whether the lowest byte comes first
 * @param type of the value
 */
export function makeExif(value: number, little: boolean, type: ExifType = 3): Uint8Array {
  const exif = new DataView(new ArrayBuffer(26));
  exif.setUint16(0, little ? 0x4949 : 0x4d4d);
  exif.setUint16(2, 42, little);
  exif.setUint32(4, 8, little);
  exif.setUint16(8, 1, little);
  exif.setUint16(10, 274, little);
  exif.setUint16(12, type, little);
  exif.setUint32(14, 1, little);
  if (type === 1) exif.setUint8(18, value);
  else if (type === 3) exif.setUint16(18, value, little);
  else exif.setUint32(18, value, little);
  return new Uint8Array(exif.buffer);
}
