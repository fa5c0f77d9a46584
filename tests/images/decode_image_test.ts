import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { makePng } from "./make_png.ts";

const fixture = (name: string) =>
  Deno.readFileSync(new URL(`../../fixtures/images/${name}`, import.meta.url));

/** The picture behind every fixture: red grows to the right, green downwards, blue falls. */
const reference: RgbImage = (() => {
  const width = 48, height = 40, rgb = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rgb[i++] = Math.floor(x * 255 / (width - 1));
      rgb[i++] = Math.floor(y * 255 / (height - 1));
      rgb[i++] = 255 - Math.floor((x + y) * 255 / (width + height - 2));
    }
  }
  return { width, height, rgb };
})();

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
  assertEquals(text, "Not a PNG, JPEG, GIF or TIFF file");
  assertEquals((await reasonOf(new Uint8Array())).message, "The file is empty");
  for (const name of ["rgb.jpg", "animated.gif", "rgb.tif"]) {
    assertStringIncludes((await reasonOf(fixture(name).subarray(0, 8))).message, "truncated");
  }
  const cut = encodePng(reference);
  assertStringIncludes((await reasonOf(cut.subarray(0, cut.length - 40))).message, "damaged");
});

Deno.test("a few bytes that claim 2^32 pixels are refused before any memory is taken", async () => {
  const bomb = makePng({ width: 65536, height: 65536, colorType: 2, bitDepth: 8 }, [[0]]);
  const before = performance.now();
  const { message } = await assertRejects(() => decodeImage(bomb), Error);
  assertEquals(message, "65536 x 65536 pixels are more than the limit of 64 million");
  assertLess(performance.now() - before, 1000);
});

Deno.test("random, cut and altered bytes are decoded or refused, never anything else", async () => {
  const names = fixtures.map(([name]) => name);
  const files = [...names.map(fixture), encodePng(reference)];
  const check = async (bytes: Uint8Array) => {
    try {
      const { width, height, rgb } = await decodeImage(bytes);
      assertEquals(rgb.length, width * height * 3);
    } catch (error) {
      assertEquals((error as Error).constructor, Error);
    }
  };
  const file = fc.constantFrom(...files);
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const altered = fc.tuple(file, edits, fc.nat(400)).map(([original, changes, near]) => {
    const copy = original.slice();
    for (const [at, byte] of changes) copy[at % Math.min(copy.length, 40 + near)] = byte;
    return copy;
  });
  const cut = fc.tuple(file, fc.nat()).map(([original, n]) =>
    original.slice(0, n % original.length)
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), cut, altered), check),
    { numRuns: 600, seed: 1 },
  );
});
