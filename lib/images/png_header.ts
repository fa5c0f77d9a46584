/**
 * The chunks of a PNG file.
 *
 * @module
 */
import { inflateSync } from "node:zlib";
import { readOrientation } from "./exif.ts";
import { isSrgb } from "./is_srgb.ts";
import { hasText, type PictureHeader, viewOf } from "./picture_header.ts";
import { rememberLast } from "./remember_last.ts";

/** No profile of sRGB is longer. */
const MAX_PROFILE = 2 ** 16;

/**
 * Reads a PNG's header. A PNG is not plain if it has a colour profile other than sRGB's, or texts
 * that old programs wrote in place of a profile or of EXIF data.
 *
 * Source: W3C, Portable Network Graphics, third edition.
 *
 * @param bytes the file
 * @throws RangeError if it ends before its dimensions
 */
export function readPngHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes), width = view.getUint32(16), height = view.getUint32(20);
  let orientation = 1, isPlain = true;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), data = bytes.subarray(at + 8, at + 8 + length);
    const is = (...types: string[]) => types.some((type) => hasText(bytes, at + 4, type));
    if (is("eXIf")) orientation = readOrientation(data);
    else if (is("iCCP")) isPlain &&= isPlainProfile(data);
    else if (is("tEXt", "zTXt", "iTXt")) isPlain &&= !hasText(data, 0, "Raw profile type");
    at += 12 + length;
  }
  return { width, height, orientation, isPlain };
}

/** Whether an iCCP chunk holds the profile of sRGB. */
const isPlainProfile = rememberLast((chunk) => isSrgb(inflateProfile(chunk)));

/** The bytes after the profile's name and method. There are none where it cannot be read. */
function inflateProfile(chunk: Uint8Array): Uint8Array {
  try {
    const packed = chunk.subarray(chunk.indexOf(0) + 2);
    return new Uint8Array(inflateSync(packed, { maxOutputLength: MAX_PROFILE }));
  } catch {
    return new Uint8Array();
  }
}
