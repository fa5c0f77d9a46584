import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { makeBmp } from "./make_bmp.ts";
import { makePng } from "./make_png.ts";
import { fixture, reference } from "./reference.ts";

function greyOf({ width, height, rgb }: RgbImage): RgbImage {
  const luma = (i: number) => 0.2126 * rgb[i] + 0.7152 * rgb[i + 1] + 0.0722 * rgb[i + 2];
  return { width, height, rgb: rgb.map((_, i) => Math.round(luma(i - i % 3))) };
}

function meanDifference(a: RgbImage, b: RgbImage): number {
  assertEquals([a.width, a.height], [b.width, b.height]);
  return a.rgb.reduce((sum, v, i) => sum + Math.abs(v - b.rgb[i]), 0) / a.rgb.length;
}

const fixtures: [name: string, expected: RgbImage, tolerance: number][] = [
  ["rgb.jpg", reference, 2],
  ["progressive.jpg", reference, 2],
  ["cmyk.jpg", reference, 2],
  ["grey.jpg", greyOf(reference), 2],
  ["animated.gif", reference, 8],
  ["rgb.tif", reference, 0],
  ["big_endian.tif", reference, 0],
  ["lzw.tif", reference, 0],
  ["deflate.tif", reference, 0],
  ["packbits.tif", reference, 0],
  ["rgb16.tif", reference, 0],
  ["tiled.tif", reference, 0],
  ["grey.tif", greyOf(reference), 1],
];
for (const [name, expected, tolerance] of fixtures) {
  Deno.test(`${name} is decoded right`, async () => {
    assert(meanDifference(await decodeImage(fixture(name)), expected) <= tolerance);
  });
}

Deno.test("a PNG comes back as it was encoded", async () => {
  assertEquals(await decodeImage(encodePng(reference)), reference);
});

Deno.test("PNG: 16 bits, 1 bit, palette, transparency on white, 1 x 1", async () => {
  const decoded = async (
    ...args: Parameters<typeof makePng>
  ) => [...(await decodeImage(makePng(...args))).rgb];
  const two = { width: 2, height: 1 };
  assertEquals(
    await decoded({ ...two, colorType: 0, bitDepth: 16 }, [[0x12, 0x34, 0xff, 0xff]]),
    [0x12, 0x12, 0x12, 255, 255, 255],
  );
  assertEquals(
    await decoded({ ...two, colorType: 0, bitDepth: 1 }, [[0b01000000]]),
    [0, 0, 0, 255, 255, 255],
  );
  const palette = [10, 20, 30, 40, 50, 60];
  assertEquals(
    await decoded({ ...two, colorType: 3, bitDepth: 8, palette }, [[1, 0]]),
    [40, 50, 60, 10, 20, 30],
  );
  assertEquals(
    await decoded({ ...two, colorType: 6, bitDepth: 8 }, [[200, 0, 0, 0, 100, 0, 0, 51]]),
    [255, 255, 255, 224, 204, 204],
  );
  assertEquals(
    await decoded({ width: 1, height: 1, colorType: 2, bitDepth: 8 }, [[1, 2, 3]]),
    [1, 2, 3],
  );
});

Deno.test("what is no picture is refused with the reason", async () => {
  const reasonOf = (bytes: Uint8Array) => assertRejects(() => decodeImage(bytes), Error);
  const text = (await reasonOf(new TextEncoder().encode("hello"))).message;
  assertEquals(text, "Not a PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF file");
  assertEquals((await reasonOf(new Uint8Array())).message, "The file is empty");
  for (const name of ["rgb.jpg", "animated.gif"]) {
    assertStringIncludes((await reasonOf(fixture(name).subarray(0, 8))).message, "truncated");
  }
  for (const name of ["rgb.tif", "rgb.jpg", "odd/lossless.webp", "odd/sideways.heic"]) {
    const whole = fixture(name), cut = whole.subarray(0, whole.length * 2 / 3);
    assertMatch((await reasonOf(cut)).message, /^The (TIFF|JPEG|WebP|HEIC) file is damaged \(/);
  }
  const cut = encodePng(reference);
  assertStringIncludes((await reasonOf(cut.subarray(0, cut.length - 40))).message, "damaged");
});

Deno.test("a few bytes that claim 2^32 pixels are refused before any memory is taken", async () => {
  const bombs = [
    makePng({ width: 65536, height: 65536, colorType: 2, bitDepth: 8 }, [[0]]),
    makeBmp({ width: 65536, height: 65536, bitsPerPixel: 24 }, [[0, 0, 0, 0]]),
    largeTiff(65536),
  ];
  await decodeImage(fixture("odd/lossless.webp")); // starts the decoder
  for (const bomb of bombs) {
    const before = performance.now();
    const { message } = await assertRejects(() => decodeImage(bomb), Error);
    assertEquals(message, "65536 x 65536 pixels are more than the limit of 268 million");
    assertLess(performance.now() - before, 1000);
  }
});

/** A fixture whose width and height are others. */
function largeTiff(side: number): Uint8Array {
  const bytes = fixture("rgb.tif"), view = new DataView(bytes.buffer);
  const directory = view.getUint32(4, true);
  for (let i = 0; i < view.getUint16(directory, true); i++) {
    const entry = directory + 2 + 12 * i;
    if (![256, 257].includes(view.getUint16(entry, true))) continue;
    view.setUint16(entry + 2, 4, true); // LONG
    view.setUint32(entry + 8, side, true);
  }
  return bytes;
}
