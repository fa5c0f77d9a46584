/**
 * What a picture file says it is, read without decoding it: a few bytes may claim to be a picture
 * that no memory holds.
 *
 * @module
 */
import { readTiffDirectory } from "./tiff_directory.ts";

/** The kinds of files that can be decoded. */
export type ImageKind = "png" | "jpeg" | "gif" | "tiff";

/** The claim of a file. */
export interface ImageHeader {
  /** What it is. */
  readonly kind: ImageKind;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

type Size = readonly [width: number, height: number];

/**
 * Reads kind and dimensions from the first bytes of a picture file.
 *
 * @param bytes the file
 * @throws Error if it is empty, of no such kind, or ends before its dimensions
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length === 0) throw new Error("The file is empty");
  const kind = kindOf(bytes);
  if (!kind) throw new Error("Not a PNG, JPEG, GIF or TIFF file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: Size | undefined;
  try {
    size = readers[kind](view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // a DataView read beyond the end
  }
  if (!size) throw new Error(`The ${kind} file is truncated`);
  return { kind, width: size[0], height: size[1] };
}

function kindOf(bytes: Uint8Array): ImageKind | undefined {
  const starts = (...head: number[]) => head.every((byte, i) => bytes[i] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (starts(0xff, 0xd8, 0xff)) return "jpeg";
  if (starts(0x47, 0x49, 0x46, 0x38)) return "gif";
  if (starts(0x49, 0x49, 42, 0) || starts(0x4d, 0x4d, 0, 42)) return "tiff";
}

const readers: Readonly<Record<ImageKind, (view: DataView) => Size | undefined>> = {
  png: (view) => [view.getUint32(16), view.getUint32(20)],

  /** Walks the segments to the start of frame; SOF0 to SOF15 without DHT, JPG and DAC. */
  jpeg(view) {
    for (let at = 2;;) {
      if (view.getUint8(at) !== 0xff) return;
      const marker = view.getUint8(at + 1);
      if (marker === 0xff) at++; // fill byte
      else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
        return [view.getUint16(at + 7), view.getUint16(at + 5)];
      } else at += 2 + view.getUint16(at + 2);
    }
  },

  /** The larger of the screen and the first frame: decoders allocate both. */
  gif(view) {
    const flags = view.getUint8(10);
    const skipTable = (bits: number) => bits & 0x80 ? 3 << ((bits & 7) + 1) : 0;
    for (let at = 13 + skipTable(flags);;) {
      const block = view.getUint8(at);
      if (block === 0x2c) {
        const edge = (axis: number) =>
          Math.max(
            view.getUint16(6 + 2 * axis, true),
            view.getUint16(at + 1 + 2 * axis, true) + view.getUint16(at + 5 + 2 * axis, true),
          );
        return [edge(0), edge(1)];
      }
      if (block !== 0x21) return;
      at += 2;
      while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
      at++;
    }
  },

  tiff(view) {
    const read = readTiffDirectory(view);
    const [width = 0] = read("width"), [height = 0] = read("height");
    return [width, height];
  },
};
