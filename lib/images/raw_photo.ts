/**
 * Raw pictures of cameras. They look like a TIFF file, but have a thumbnail in the place of its
 * picture.
 *
 * @module
 */
import { hasText } from "./picture_header.ts";
import { readTiffTags } from "./tiff_tags.ts";

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
  if (!hasText(bytes, 0, "II*\0") && !hasText(bytes, 0, "MM\0*")) return false;
  if (hasText(bytes, 8, "CR\x02")) return true;
  const tags = readTiffTags(bytes);
  const isThumbnail = tags.get(SUBFILE_TYPE)?.[0] === 1;
  return tags.has(DNG_VERSION) || (isThumbnail && tags.has(MAKE) && tags.has(SUB_DIRECTORIES));
}
