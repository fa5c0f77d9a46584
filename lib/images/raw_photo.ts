/**
 * Raw pictures of cameras that look like a TIFF file, and have a thumbnail where its picture is.
 *
 * @module
 */

const SUBFILE_TYPE = 254, MAKE = 271, SUB_DIRECTORIES = 330, DNG_VERSION = 0xc612;

/**
 * Whether a TIFF file is a camera's raw picture: CR2 by its mark, DNG by its version, NEF, ARW and
 * others by a camera's name beside a thumbnail whose full picture is in another directory.
 *
 * Source: Adobe, Digital Negative specification 1.7.1.
 *
 * @param bytes the file
 */
export function isRawPhoto(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    if (view.getUint16(2, little) !== 42) return false;
    if (view.getUint16(8) === 0x4352) return true; // "CR" of a CR2
    const directory = view.getUint32(4, little), values = new Map<number, number>();
    for (let i = 0; i < view.getUint16(directory, little); i++) {
      const entry = directory + 2 + 12 * i;
      values.set(view.getUint16(entry, little), view.getUint32(entry + 8, little));
    }
    if (values.has(DNG_VERSION)) return true;
    const isThumbnail = values.get(SUBFILE_TYPE) === 1;
    return isThumbnail && values.has(MAKE) && values.has(SUB_DIRECTORIES);
  } catch (error) {
    if (error instanceof RangeError) return false; // the file ends within its directory
    throw error;
  }
}
