/**
 * The chunks of a PNG file.
 *
 * @module
 */
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
 * @returns rejects with a RangeError if it ends before its dimensions
 */
export async function readPngHeader(bytes: Uint8Array): Promise<PictureHeader> {
  const view = viewOf(bytes), width = view.getUint32(16), height = view.getUint32(20);
  let orientation = 1, isPlain = true;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), data = bytes.subarray(at + 8, at + 8 + length);
    const is = (...types: string[]) => types.some((type) => hasText(bytes, at + 4, type));
    if (is("eXIf")) orientation = readOrientation(data);
    else if (is("iCCP")) isPlain &&= await isPlainProfile(data);
    else if (is("tEXt", "zTXt", "iTXt")) isPlain &&= !hasText(data, 0, "Raw profile type");
    at += 12 + length;
  }
  return { width, height, orientation, isPlain };
}

/** Whether an iCCP chunk holds the profile of sRGB. */
const isPlainProfile = rememberLast(async (chunk) => isSrgb(await inflateProfile(chunk)));

/** The bytes after the profile's name and method. There are none where it cannot be read. */
async function inflateProfile(chunk: Uint8Array): Promise<Uint8Array> {
  const packed = new Blob([chunk.slice(chunk.indexOf(0) + 2)]), profile: number[] = [];
  try {
    for await (const part of packed.stream().pipeThrough(new DecompressionStream("deflate"))) {
      if (profile.length + part.length > MAX_PROFILE) return new Uint8Array();
      profile.push(...part);
    }
  } catch {
    return new Uint8Array();
  }
  return Uint8Array.from(profile);
}
