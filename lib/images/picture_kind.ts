/**
 * The kind of a file by its first bytes: a picture that can be decoded, or another known kind.
 *
 * @module
 */
import { isRawPhoto } from "./raw_photo.ts";

/** The formats that can be decoded, for messages and help texts. */
export const PICTURE_FORMATS = "PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF";

/** The endings of such files' names. */
export const PICTURE_ENDING: RegExp = /\.(png|jpe?g|jfif|gif|webp|avif|hei[cf]|bmp|dib|tiff?)$/i;

/** A format that can be decoded. */
export type PictureKind = "PNG" | "JPEG" | "GIF" | "WebP" | "AVIF" | "HEIC" | "BMP" | "TIFF";

/**
 * Returns the kind of a picture file.
 *
 * @param bytes the file
 * @throws Error that says what it is instead, if it is none of {@linkcode PICTURE_FORMATS}
 */
export function kindOfPicture(bytes: Uint8Array): PictureKind {
  if (bytes.length === 0) throw new Error("The file is empty");
  const kind = kinds.find(([, has]) => has(bytes))?.[0];
  const other = kind && kind !== "TIFF" ? undefined : nameOfOther(bytes);
  if (other) throw notSupported(other);
  if (!kind) throw new Error(`Not a ${PICTURE_FORMATS} file`);
  return kind;
}

/**
 * The refusal of a file that is something else.
 *
 * @param name with its article
 */
export function notSupported(name: string): Error {
  return new Error(`This is ${name}, which is not supported: give ${PICTURE_FORMATS}`);
}

type Has = (bytes: Uint8Array) => boolean;

/** Whether the file has these characters at this place; "?" stands for any. */
const at = (place: number, ...texts: string[]): Has => (bytes) =>
  texts.some((text) =>
    [...text].every((c, i) => c === "?" || bytes[place + i] === c.charCodeAt(0))
  );

/** Whether it is a file of boxes (ISO 14496-12) whose brand, or one compatible with it, is named. */
const brand = (...brands: string[]): Has => (bytes) => {
  if (!at(4, "ftyp")(bytes)) return false;
  const length = (bytes[2] << 8) + bytes[3];
  for (let place = 8; place < Math.min(length, bytes.length, 256); place += 4) {
    if (place !== 12 && at(place, ...brands)(bytes)) return true;
  }
  return false;
};

const kinds: readonly [PictureKind, Has][] = [
  ["PNG", at(0, "\x89PNG\r\n\x1a\n")],
  ["JPEG", at(0, "\xff\xd8\xff")],
  ["GIF", at(0, "GIF87a", "GIF89a")],
  ["WebP", at(0, "RIFF????WEBP")],
  ["AVIF", brand("avif", "avis")],
  [
    "HEIC",
    (bytes) =>
      brand("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1")(bytes) &&
      !brand("crx ", "jp2 ", "isom", "mp42")(bytes),
  ],
  ["BMP", (bytes) => at(0, "BM")(bytes) && [12, 16, 40, 52, 56, 64, 108, 124].includes(bytes[14])],
  ["TIFF", at(0, "II*\0", "MM\0*", "II+\0", "MM\0+")],
];

const others: readonly [name: string, has: Has][] = [
  ["a raw camera picture (CR2, DNG or the like)", isRawPhoto],
  ["a raw camera picture (CR3)", brand("crx ")],
  ["a raw camera picture (RAF)", at(0, "FUJIFILMCCD-RAW")],
  ["a raw camera picture (RW2)", at(0, "IIU\0")],
  ["a raw camera picture (ORF)", at(0, "IIRO", "IIRS", "MMOR")],
  ["a raw camera picture (X3F)", at(0, "FOVb")],
  ["a raw camera picture (MRW)", at(0, "\0MRM")],
  ["a JPEG XL picture", at(0, "\xff\x0a", "\0\0\0\x0cJXL ")],
  ["a JPEG 2000 picture", at(0, "\0\0\0\x0cjP  ", "\xff\x4f\xff\x51")],
  ["a JPEG XR picture", at(0, "II\xbc")],
  ["a PDF", at(0, "%PDF")],
  ["a PostScript drawing", at(0, "%!PS", "\xc5\xd0\xd3\xc6")],
  ["a Photoshop file", at(0, "8BPS")],
  ["a GIMP file", at(0, "gimp xcf")],
  ["an icon", (bytes) => at(0, "\0\0\x01\0", "\0\0\x02\0")(bytes) && bytes[4] > 0],
  ["an icon", at(0, "icns")],
  ["a TGA picture", isTga],
  ["an OpenEXR picture", at(0, "\x76\x2f\x31\x01")],
  ["a Radiance picture", at(0, "#?RADIANCE", "#?RGBE")],
  ["a PNM picture", (bytes) => /^P[1-7f]\s/i.test(textOf(bytes, 4))],
  ["a QOI picture", at(0, "qoif")],
  ["a DDS picture", at(0, "DDS ")],
  ["a PCX picture", (bytes) => bytes[0] === 10 && bytes[1] <= 5 && bytes[2] === 1 && bytes[3] <= 8],
  ["a MNG picture", at(0, "\x8aMNG", "\x8bJNG")],
  ["a DICOM picture", at(128, "DICM")],
  ["a FITS picture", at(0, "SIMPLE  =")],
  ["a DjVu document", at(0, "AT&TFORM")],
  ["a video", at(0, "\x1a\x45\xdf\xa3", "RIFF????AVI ", "OggS", "FLV\x01")],
  ["a video", at(4, "ftyp", "moov", "mdat", "wide")],
  ["a sound", at(0, "RIFF????WAVE", "ID3", "fLaC")],
  ["an archive", at(0, "PK\x03\x04", "\x1f\x8b", "7z\xbc\xaf", "Rar!", "\xfd7zXZ")],
  [
    "an SVG drawing",
    (bytes) => /^\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)[^]*?<svg|^\s*<svg/i.test(textOf(bytes, 4096)),
  ],
  ["a web page", (bytes) => /^\s*<(!doctype html|html|head|body)/i.test(textOf(bytes, 256))],
];

/** It has no mark: a kind of picture, no table of colours, and whole bytes a pixel. */
function isTga(bytes: Uint8Array): boolean {
  return at(3, "\0\0\0\0\0")(bytes) && bytes[1] === 0 && [2, 3, 10, 11].includes(bytes[2]) &&
    [8, 16, 24, 32].includes(bytes[16]);
}

const textOf = (bytes: Uint8Array, length: number) =>
  new TextDecoder().decode(bytes.subarray(0, length));

function nameOfOther(bytes: Uint8Array): string | undefined {
  return others.find(([, has]) => has(bytes))?.[0];
}
