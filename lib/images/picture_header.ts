/**
 * What a picture file's header says. It decides which decoder reads the file.
 *
 * @module
 */

/** The claim of a file. */
export interface PictureHeader {
  /** In pixels, as stored. */
  readonly width: number;
  /** In pixels, as stored. */
  readonly height: number;
  /** The orientation of the stored pixels as in EXIF data: 1 (upright) to 8. */
  readonly orientation: number;
  /**
   * Whether imagescript reads it exactly. It does if the file holds nothing that changes its
   * pixels, such as a colour profile other than sRGB's.
   */
  readonly isPlain: boolean;
}

/** A file's bytes as a view. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether text stands at a place of the file. */
export function hasText(bytes: Uint8Array, place: number, text: string): boolean {
  return [...text].every((character, i) => bytes[place + i] === character.charCodeAt(0));
}
