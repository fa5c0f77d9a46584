import { assertEquals } from "@std/assert";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { makeBmp } from "./make_bmp.ts";
import { makeExif } from "./make_exif.ts";
import { concat, makePng } from "./make_png.ts";
import { assertNear, fixture, reference } from "./reference.ts";

/** The reference with an alpha that grows to the right, on white. */
const onWhite: RgbImage = {
  ...reference,
  rgb: reference.rgb.map((v, i) => {
    const alpha = Math.min(255, 6 * (Math.floor(i / 3) % reference.width));
    return Math.round((v * alpha + 255 * (255 - alpha)) / 255);
  }),
};

/** Black and white: whether red and green together are bright. */
const bilevel: RgbImage = {
  ...reference,
  rgb: reference.rgb.map((_, i, rgb) => rgb[i - i % 3] + rgb[i - i % 3 + 1] > 255 ? 255 : 0),
};

const pictures: [name: string, what: string, expected: RgbImage, most: number][] = [
  ["lossless.webp", "WebP", reference, 0],
  ["alpha.webp", "WebP with alpha", onWhite, 0],
  ["sideways.webp", "WebP with an EXIF orientation", reference, 0],
  ["sideways.avif", "AVIF that is turned by its file and by EXIF data", reference, 4],
  ["sideways.heic", "HEIC that is turned by its file and by EXIF data", reference, 3],
  ["sideways.tif", "TIFF with an orientation", reference, 0],
  ["sideways_long.tif", "TIFF with an orientation of type LONG", reference, 0],
  ["premultiplied.tif", "TIFF with alpha multiplied in", onWhite, 1],
  ["premultiplied16.tif", "TIFF of 16 bits with alpha multiplied in", onWhite, 1],
  ["not_alpha.tif", "TIFF with a fourth sample that is not alpha", reference, 0],
  ["not_alpha_planar.tif", "TIFF with a fourth plane that is not alpha", reference, 0],
  ["big_tiled16.tif", "BigTIFF, 16 bits, tiled, highest byte first", reference, 0],
  ["planar_tiled.tif", "TIFF of tiled planes", reference, 0],
  ["float.tif", "TIFF of floats", reference, 0],
  ["cmyk.tif", "TIFF of four inks", reference, 1],
  ["group4.tif", "TIFF of a fax machine", bilevel, 0],
  ["jpeg.tif", "TIFF with JPEG inside", reference, 2],
  ["cmyk_without_adobe.jpg", "CMYK JPEG without Adobe's marker", reference, 3],
];
for (const [name, what, expected, most] of pictures) {
  Deno.test(`${what} is decoded right`, async () => {
    assertNear(await decodeImage(fixture(`odd/${name}`)), expected, most);
  });
}

Deno.test("a TIFF whose compression is not read is called by it, not damaged", async () => {
  const reason = await decodeImage(fixture("odd/zstd.tif")).catch((error) => error.message);
  assertEquals(
    reason,
    "The TIFF file is of a kind that is not supported (ZSTD compression support is not configured)",
  );
});

Deno.test("a WebP's orientation is read as any whole number, once", async () => {
  const riff = fixture("odd/sideways.webp"), at = findText(riff, "EXIF");
  const body = riff.subarray(12, at);
  for (const [type, mark] of [[1, ""], [3, "Exif\0\0"], [4, ""]] as const) {
    const exif = concat([new TextEncoder().encode(mark), makeExif(6, false, type)]);
    const file = concat([
      riff.subarray(0, 12),
      body,
      new TextEncoder().encode("EXIF"),
      [exif.length, 0, 0, 0],
      exif,
    ]);
    new DataView(file.buffer).setUint32(4, file.length - 8, true);
    assertEquals(await decodeImage(file), reference);
  }
});

/** Where text stands in a file. */
function findText(bytes: Uint8Array, text: string): number {
  return new TextDecoder("latin1").decode(bytes).indexOf(text);
}

Deno.test("a TIFF that ImageMagick would read wrong is refused by its name", async () => {
  const signed = withTag(fixture("rgb16.tif"), 339, 2);
  const files: [what: string, file: Uint8Array][] = [
    ["signed samples", signed],
    ["grey in two planes", fixture("odd/grey_planes.tif")],
    ["alpha after another sample", fixture("odd/late_alpha.tif")],
  ];
  for (const [what, file] of files) {
    const reason = await decodeImage(file).catch((error) => error.message);
    assertEquals(reason, `The TIFF file is of a kind that is not supported (${what})`);
  }
});

/** A copy whose tag of one SHORT holds another value, or stands in place of the last tag. */
function withTag(tiff: Uint8Array, tag: number, value: number): Uint8Array {
  const file = tiff.slice(), view = new DataView(file.buffer), directory = view.getUint32(4, true);
  const last = directory + 2 + 12 * (view.getUint16(directory, true) - 1);
  view.setUint16(last, tag, true);
  view.setUint16(last + 2, 3, true);
  view.setUint32(last + 4, 1, true);
  view.setUint32(last + 8, value, true);
  return file;
}

Deno.test("a GIF's first frame stands where it belongs on its white screen", async () => {
  const gif = fixture("animated.gif"), view = new DataView(gif.buffer);
  const whole = await decodeImage(gif);
  view.setUint16(6, 60, true);
  view.setUint16(8, 50, true);
  const frame = gif.indexOf(0x2c, 13 + 3 * (2 << (gif[10] & 7)));
  view.setUint16(frame + 1, 5, true);
  view.setUint16(frame + 3, 3, true);
  const { width, height, rgb } = await decodeImage(gif);
  assertEquals([width, height], [60, 50]);
  const at = (x: number, y: number) => [...rgb.subarray((y * 60 + x) * 3, (y * 60 + x) * 3 + 3)];
  assertEquals([at(0, 0), at(4, 3), at(59, 49)], new Array(3).fill([255, 255, 255]));
  assertEquals(at(5, 3), [...whole.rgb.subarray(0, 3)]);
  assertEquals(at(52, 42), [...whole.rgb.subarray(-3)]);
});

Deno.test("BMP: 24 and 32 bits, masks of 16 bits, from the top, run lengths, with alpha", async () => {
  const two = { width: 2, height: 2 };
  const decoded = async (...args: Parameters<typeof makeBmp>) => [
    ...(await decodeImage(makeBmp(...args))).rgb,
  ];
  const bgr = [[1, 2, 3, 4, 5, 6, 0, 0], [7, 8, 9, 10, 11, 12, 0, 0]];
  const low = [3, 2, 1, 6, 5, 4], high = [9, 8, 7, 12, 11, 10];
  assertEquals(await decoded({ ...two, bitsPerPixel: 24 }, bgr), [...high, ...low]);
  assertEquals(await decoded({ ...two, bitsPerPixel: 24, topDown: true }, bgr), [...low, ...high]);

  // Four bytes a pixel: without a mask the last is no alpha, whatever it holds.
  const wide = [[1, 2, 3, 0, 4, 5, 6, 9], [7, 8, 9, 255, 10, 11, 12, 0]];
  assertEquals(await decoded({ ...two, bitsPerPixel: 32 }, wide), [...high, ...low]);
  const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
  const withAlpha = [[0, 0, 100, 255, 0, 0, 200, 51], [0, 0, 0, 0, 9, 8, 7, 255]];
  assertEquals(
    await decoded({ ...two, bitsPerPixel: 32, compression: 3, masks }, withAlpha),
    [255, 255, 255, 7, 8, 9, 100, 0, 0, 244, 204, 204],
  );

  const word = (value: number) => [value & 255, value >> 8];
  const row = [...word(31 << 11), ...word(63 << 5)];
  assertEquals(
    await decoded(
      { ...two, bitsPerPixel: 16, compression: 3, masks: [0xf800, 0x7e0, 0x1f] },
      [row, [...word(31), ...word(0)]],
    ),
    [0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0],
  );
  const palette = [30, 20, 10, 0, 60, 50, 40, 0];
  assertEquals(
    await decoded({ ...two, bitsPerPixel: 8, compression: 1, palette }, [[2, 1, 0, 0, 2, 0, 0, 1]]),
    [10, 20, 30, 10, 20, 30, 40, 50, 60, 40, 50, 60],
  );
});

Deno.test("a PNG above 67 megapixels comes at half its size", async () => {
  const width = 8400, height = 8000;
  // One bit a pixel: the left half black, the right half white.
  const row = new Uint8Array(width / 8).fill(255, width / 16);
  const png = makePng({ width, height, colorType: 0, bitDepth: 1 }, new Array(height).fill(row));
  const image = await decodeImage(png);
  assertEquals([image.width, image.height], [4200, 4000]);
  const at = (x: number, y: number) => image.rgb[(y * 4200 + x) * 3];
  assertEquals([at(0, 0), at(2099, 3999), at(2100, 3999), at(4199, 0)], [0, 0, 255, 255]);
});

Deno.test("a phone's 108 megapixels come at half their size", async () => {
  const image = await decodeImage(greyJpeg(12000, 9000));
  assertEquals([image.width, image.height], [6000, 4500]);
  assertEquals([...image.rgb.subarray(-3)], [128, 128, 128]);
});

/** A JPEG of one grey, whose tables have one code each: every block is two bits of 0. */
function greyJpeg(width: number, height: number): Uint8Array {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const table = (place: number) => [0xff, 0xc4, 0, 20, place, 1, ...new Array(15).fill(0), 0];
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return concat([
    [0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...new Array(64).fill(1)],
    [0xff, 0xc0, 0, 11, 8, ...size, 1, 1, 0x11, 0],
    table(0x00),
    table(0x10),
    [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
    new Uint8Array(Math.ceil(blocks / 4)),
    [0xff, 0xd9],
  ]);
}
