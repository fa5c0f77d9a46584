/**
 * Baseline TIFF, as scanners and image programs write it: grey, RGB(A), palette or CMYK, 1, 8 or 16
 * bits, in strips or tiles, uncompressed or by PackBits, LZW or Deflate.
 *
 * Source: TIFF revision 6.0, Adobe 1992; the Deflate code is that of its 2002 supplement.
 *
 * @module
 */
import { inflateSync } from "node:zlib";
import { unpackBits, unpackLzw } from "./tiff_compression.ts";
import { type ReadTag, readTiffDirectory } from "./tiff_directory.ts";

/** A picture with transparency. */
export interface RgbaRaster {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Bytes a pixel: R, G, B, A. */
  readonly channels: 4;
  /** width * height * 4 bytes, rows from the top. */
  readonly data: Uint8Array;
}

/**
 * Decodes the first picture of a TIFF file.
 *
 * @param bytes the file
 * @param maxPixels a larger picture is refused before any memory is taken
 * @returns RGBA; alpha as the file has it, else 255
 * @throws Error if the file is damaged, too large or of a kind that is not supported
 */
export function decodeTiff(bytes: Uint8Array, maxPixels: number): RgbaRaster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint8(0) === 0x49;
  const read = readTiffDirectory(view);
  const [width] = read("width"), [height] = read("height");
  if (!(width > 0 && height > 0)) throw new Error("it has no pixels");
  if (width * height > maxPixels) {
    throw new Error(`${width} x ${height} pixels are more than the limit of ${maxPixels}`);
  }
  const bits = read("bits")[0] ?? 1, samples = read("samples")[0] ?? 1;
  if (![1, 8, 16].includes(bits) || (bits === 1 && samples !== 1) || samples < 1 || samples > 5) {
    throw new Error(`${samples} samples of ${bits} bits are not supported`);
  }
  if ((read("planar")[0] ?? 1) !== 1) throw new Error("separate planes are not supported");

  const tiled = read("tileOffsets").length > 0;
  const tileWidth = tiled ? read("tileWidth")[0] : width;
  const tileHeight = tiled
    ? read("tileHeight")[0]
    : Math.min(read("rowsPerStrip")[0] ?? height, height);
  if (
    !(tileWidth > 0 && tileHeight > 0 && tileWidth * tileHeight <= 2 * width * height + 2 ** 20)
  ) {
    throw new Error("the size of its tiles is wrong");
  }
  const across = Math.ceil(width / tileWidth), down = Math.ceil(height / tileHeight);
  const tiles = across * down;
  const offsets = read(tiled ? "tileOffsets" : "stripOffsets", tiles);
  const lengths = read(tiled ? "tileBytes" : "stripBytes", tiles);
  if (offsets.length < tiles || lengths.length < tiles) {
    throw new Error("parts of it are missing");
  }

  const toRgba = createConverter(read, bits, samples);
  const rowBytes = Math.ceil(tileWidth * samples * bits / 8);
  const data = new Uint8Array(width * height * 4);
  for (let tile = 0; tile < tiles; tile++) {
    const left = (tile % across) * tileWidth, top = Math.floor(tile / across) * tileHeight;
    const rows = tiled ? tileHeight : Math.min(tileHeight, height - top);
    if (offsets[tile] + lengths[tile] > bytes.length) throw new Error("it is truncated");
    const packed = bytes.subarray(offsets[tile], offsets[tile] + lengths[tile]);
    const raw = unpack(packed, read("compression")[0] ?? 1, rowBytes * rows);
    for (let y = 0; y < rows && top + y < height; y++) {
      const row = samplesOf(raw.subarray(y * rowBytes, (y + 1) * rowBytes), bits, little);
      if (read("predictor")[0] === 2) undoPredictor(row, samples, bits);
      for (let x = 0; x < tileWidth && left + x < width; x++) {
        toRgba(row, x * samples, data, ((top + y) * width + left + x) * 4);
      }
    }
  }
  return { width, height, channels: 4, data };
}

function unpack(packed: Uint8Array, compression: number, length: number): Uint8Array {
  const unpacked = unpackers[compression]?.(packed, length);
  if (!unpacked) throw new Error(`compression ${compression} is not supported`);
  if (unpacked.length < length) throw new Error("it is truncated");
  return unpacked;
}

const inflate = (packed: Uint8Array, length: number) =>
  new Uint8Array(inflateSync(packed, { maxOutputLength: length + 64 }));

const unpackers: Readonly<Record<number, (packed: Uint8Array, length: number) => Uint8Array>> = {
  1: (packed) => packed,
  5: unpackLzw,
  8: inflate,
  32773: unpackBits,
  32946: inflate,
};

function samplesOf(row: Uint8Array, bits: number, little: boolean): Uint8Array | Uint16Array {
  if (bits === 8) return row.slice();
  if (bits === 1) {
    return Uint8Array.from({ length: row.length * 8 }, (_, i) => row[i >> 3] >> (7 - i % 8) & 1);
  }
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
  return Uint16Array.from({ length: row.length / 2 }, (_, i) => view.getUint16(2 * i, little));
}

/** Samples were stored as differences from the pixel to the left; the array wraps as they do. */
function undoPredictor(row: Uint8Array | Uint16Array, samples: number, bits: number): void {
  if (bits === 1) return;
  for (let i = samples; i < row.length; i++) row[i] += row[i - samples];
}

type Convert = (row: ArrayLike<number>, from: number, rgba: Uint8Array, to: number) => void;

/** How a pixel of the file's colour space becomes RGBA. */
function createConverter(read: ReadTag, bits: number, samples: number): Convert {
  const scale = 255 / (2 ** bits - 1);
  const [photometric] = read("photometric");
  const palette = read("palette", Infinity), colors = palette.length / 3;
  const alpha = (row: ArrayLike<number>, from: number, at: number) =>
    samples > at ? Math.round(row[from + at] * scale) : 255;
  const put = (rgba: Uint8Array, to: number, r: number, g: number, b: number, a: number) => {
    rgba[to] = r;
    rgba[to + 1] = g;
    rgba[to + 2] = b;
    rgba[to + 3] = a;
  };
  if (photometric === 0 || photometric === 1) {
    return (row, from, rgba, to) => {
      const grey = Math.round(row[from] * scale), shown = photometric ? grey : 255 - grey;
      put(rgba, to, shown, shown, shown, alpha(row, from, 1));
    };
  }
  if (photometric === 2 && samples >= 3) {
    return (row, from, rgba, to) => {
      const at = (k: number) => Math.round(row[from + k] * scale);
      put(rgba, to, at(0), at(1), at(2), alpha(row, from, 3));
    };
  }
  if (photometric === 3 && colors >= 2 ** bits) {
    return (row, from, rgba, to) => {
      const at = (k: number) => palette[k * colors + row[from]] >> 8;
      put(rgba, to, at(0), at(1), at(2), 255);
    };
  }
  if (photometric === 5 && samples >= 4) {
    return (row, from, rgba, to) => {
      const paper = 1 - row[from + 3] * scale / 255;
      const at = (k: number) => Math.round((255 - row[from + k] * scale) * paper);
      put(rgba, to, at(0), at(1), at(2), 255);
    };
  }
  throw new Error(`colour space ${photometric} with ${samples} samples is not supported`);
}
