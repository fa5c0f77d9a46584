import { assertEquals } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { readOrientation, turnUpright } from "../../lib/images/orientation.ts";

const plain = Deno.readFileSync(new URL("../../fixtures/images/rgb.jpg", import.meta.url));

/** The plain JPEG with EXIF data put before the rest. */
function withOrientation(value: number, little: boolean): Uint8Array {
  const exif = new DataView(new ArrayBuffer(36));
  exif.setUint16(0, 0xffe1);
  exif.setUint16(2, 34);
  exif.setUint32(4, 0x45786966);
  exif.setUint16(10, little ? 0x4949 : 0x4d4d);
  exif.setUint16(12, 42, little);
  exif.setUint32(14, 8, little);
  exif.setUint16(18, 1, little);
  exif.setUint16(20, 274, little);
  exif.setUint16(22, 3, little);
  exif.setUint32(24, 1, little);
  exif.setUint16(28, value, little);
  return Uint8Array.of(
    ...plain.subarray(0, 2),
    ...new Uint8Array(exif.buffer),
    ...plain.subarray(2),
  );
}

Deno.test("the orientation is read in both byte orders, and is 1 where none is said", () => {
  for (let value = 1; value <= 8; value++) {
    assertEquals(readOrientation(withOrientation(value, true)), value);
    assertEquals(readOrientation(withOrientation(value, false)), value);
  }
  for (const file of [plain, withOrientation(9, true), withOrientation(6, true).subarray(0, 25)]) {
    assertEquals(readOrientation(file), 1);
  }
});

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

Deno.test("a photo taken sideways is decoded upright", async () => {
  const lying = await decodeImage(plain);
  const upright = await decodeImage(withOrientation(6, true));
  assertEquals(upright, turnUpright(lying, 6));
  assertEquals([upright.width, upright.height], [40, 48]);
});
