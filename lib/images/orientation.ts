/**
 * Photos from cameras held sideways: their pixels lie on the side, and EXIF data says which.
 *
 * Source: Exif 2.32, JEITA CP-3451, tag 274.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";

const EXIF = 0x45786966;
const ORIENTATION_TAG = 274;

/**
 * The orientation that a JPEG file names: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 the
 * same with rows and columns exchanged.
 *
 * @param bytes the file
 * @returns 1 to 8; 1 where nothing readable is said
 */
export function readOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint8(at + 1);
      if (marker === 0xda) break; // the pixels begin
      if (marker === 0xe1 && view.getUint32(at + 4) === EXIF) return readTag(view, at + 10);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the file ends within its EXIF data
  }
  return 1;
}

/** The tag in the directory of the TIFF structure that begins at `start`. */
function readTag(view: DataView, start: number): number {
  const little = view.getUint8(start) === 0x49;
  const directory = start + view.getUint32(start + 4, little);
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, little) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/**
 * Turns and mirrors a picture so that it is upright.
 *
 * @param image as its file has it
 * @param orientation 1 to 8
 */
export function turnUpright(image: RgbImage, orientation: number): RgbImage {
  if (orientation === 1) return image;
  const exchanged = orientation > 4;
  const width = exchanged ? image.height : image.width;
  const height = exchanged ? image.width : image.height;
  const fromRight = [2, 3, 7, 8].includes(orientation),
    fromBottom = [3, 4, 6, 7].includes(orientation);
  const rgb = new Uint8Array(image.rgb.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const column = exchanged ? y : x, row = exchanged ? x : y;
      const fromX = fromRight ? image.width - 1 - column : column;
      const fromY = fromBottom ? image.height - 1 - row : row;
      const from = (fromY * image.width + fromX) * 3;
      for (let k = 0; k < 3; k++) rgb[to + k] = image.rgb[from + k];
    }
  }
  return { width, height, rgb };
}
