import { assertEquals } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { turnUpright } from "../../lib/images/turn_upright.ts";
import { type ExifType, makeExif } from "./make_exif.ts";
import { concat, makePng } from "./make_png.ts";
import { fixture } from "./reference.ts";

const plain = fixture("rgb.jpg");

/** The plain JPEG with EXIF data put before the rest, after so many fill bytes. */
function withExif(exif: Uint8Array, fill = 0): Uint8Array {
  const text = new TextEncoder().encode("Exif\0\0"), length = exif.length + text.length + 2;
  const marker = [...new Array(fill + 1).fill(0xff), 0xe1, length >> 8, length & 255];
  return concat([plain.subarray(0, 2), marker, text, exif, plain.subarray(2)]);
}

Deno.test("each of the eight orientations is undone", () => {
  /** A 3 x 2 picture by the red of its pixels. */
  const turned = (orientation: number) => {
    const rgb = Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((v) => [v, 0, 0]));
    const { width, rgb: out } = turnUpright({ width: 3, height: 2, rgb }, orientation);
    return [width, out.filter((_, i) => i % 3 === 0).join("")];
  };
  const expected = ["123456", "321654", "654321", "456123", "142536", "415263", "635241", "362514"];
  expected.forEach((pixels, i) => assertEquals(turned(i + 1), [i < 4 ? 3 : 2, pixels]));
});

Deno.test("a JPEG taken sideways is decoded upright, however its orientation is written", async () => {
  const lying = await decodeImage(plain);
  for (const type of [1, 3, 4] satisfies ExifType[]) {
    for (const fill of [0, 3]) {
      for (const little of [true, false]) {
        const upright = await decodeImage(withExif(makeExif(6, little, type), fill));
        assertEquals(upright, turnUpright(lying, 6));
      }
    }
  }
});

Deno.test("a PNG taken sideways is decoded upright, wherever its eXIf chunk stands", async () => {
  const rows = [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]];
  const form = { width: 2, height: 2, colorType: 2, bitDepth: 8 };
  for (let value = 1; value <= 8; value++) {
    const chunk = ["eXIf", makeExif(value, value % 2 === 0, 4)] as [string, Uint8Array];
    const expected = turnUpright(
      { width: 2, height: 2, rgb: Uint8Array.from(rows.flat()) },
      value,
    );
    assertEquals(await decodeImage(makePng({ ...form, chunks: [chunk] }, rows)), expected);
    assertEquals(await decodeImage(makePng({ ...form, chunksAfter: [chunk] }, rows)), expected);
  }
});
