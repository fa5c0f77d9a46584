/**
 * The segments of a JPEG file before its pixels.
 *
 * @module
 */
import { readOrientation } from "./exif.ts";
import { isSrgb } from "./is_srgb.ts";
import { hasText, type PictureHeader, viewOf } from "./picture_header.ts";
import { notSupported } from "./picture_kind.ts";
import { rememberLast } from "./remember_last.ts";

const SCAN = 0xda, LOSSLESS = 0xf7, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee;
const EXIF = "Exif\0\0", PROFILE = "ICC_PROFILE\0";

/** Baseline, extended and progressive, Huffman-coded: the frames that imagescript decodes. */
const PLAIN_FRAMES = [0xc0, 0xc1, 0xc2];

/**
 * Reads a JPEG's header. Four components without Adobe's marker, a profile other than sRGB's, more
 * than 8 bits and other frames than {@linkcode PLAIN_FRAMES} are not plain.
 *
 * Source: ITU-T T.81, annex B; Adobe, technical note 5116; ICC.1:2022, annex B.4.
 *
 * @param bytes the file
 * @returns undefined if it ends before its dimensions
 * @throws RangeError for the same reason; Error if it is a JPEG-LS
 */
export function readJpegHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = viewOf(bytes);
  let frame: { type: number; bits: number; components: number } | undefined;
  let width = 0, height = 0, orientation: number | undefined, hasAdobe = false;
  let profile: Uint8Array | undefined, profileParts = 0;
  for (let at = 2; at < bytes.length;) {
    if (bytes[at] !== 0xff) {
      if (!frame) return;
      break; // left to the decoders
    }
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) { // a fill byte
      at++;
      continue;
    }
    if (marker === LOSSLESS) throw notSupported("a JPEG-LS picture");
    if (marker === SCAN) break;
    const place = at + 4, end = at + 2 + view.getUint16(at + 2);
    const segment = bytes.subarray(place, end);
    if (marker === APP1 && hasText(segment, 0, EXIF)) {
      orientation ??= readOrientation(segment);
    } else if (marker === APP2 && hasText(segment, 0, PROFILE)) {
      profileParts++;
      profile ??= segment.subarray(PROFILE.length + 2);
    } else if (marker === APP14 && hasText(segment, 0, "Adobe")) hasAdobe = true;
    else if (isFrame(marker) && !frame) {
      frame = { type: marker, bits: segment[0], components: view.getUint8(place + 5) };
      height = view.getUint16(place + 1);
      width = view.getUint16(place + 3);
    }
    at = end;
  }
  if (!frame) return;
  const { type, bits, components } = frame;
  const colors = components === 4
    ? hasAdobe && !profile
    : !profile || (profileParts === 1 && isPlainProfile(profile));
  const isPlain = colors && bits === 8 && PLAIN_FRAMES.includes(type);
  return { width, height, orientation: orientation ?? 1, isPlain };
}

const isPlainProfile = rememberLast(isSrgb);

/** SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
