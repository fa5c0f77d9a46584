import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { decodeTiff } from "../../lib/images/decode_tiff.ts";
import { readImageHeader } from "../../lib/images/image_header.ts";

const WIDTH = 256, BYTE = 1, SHORT = 3, LONG = 4, SIGNED = 9;
const fixture = Deno.readFileSync(new URL("../../fixtures/images/rgb.tif", import.meta.url));

/** The fixture, 48 x 40 pixels, with another width: `value` is what its tag holds, or points to. */
function withWidth(type: number, count: number, value: number, appended: number[] = []) {
  const bytes = new Uint8Array(fixture.length + 4 * appended.length);
  bytes.set(fixture);
  const view = new DataView(bytes.buffer);
  appended.forEach((number, i) => view.setUint32(fixture.length + 4 * i, number, true));
  let entry = view.getUint32(4, true) + 2;
  while (view.getUint16(entry, true) !== WIDTH) entry += 12;
  view.setUint16(entry + 2, type, true);
  view.setUint32(entry + 4, count, true);
  view.setUint32(entry + 8, value, true);
  return bytes;
}

Deno.test("the dimensions that are checked are those that are decoded, however stored", () => {
  const cases = [
    withWidth(BYTE, 1, 0xffffff30),
    withWidth(SHORT, 1, 0xffff0030),
    withWidth(SHORT, 3, fixture.length, [48, 7]),
    withWidth(LONG, 1, 48),
    withWidth(LONG, 2, fixture.length, [48, 7]),
  ];
  for (const bytes of cases) {
    assertEquals(readImageHeader(bytes), { kind: "tiff", width: 48, height: 40 });
    assertEquals(decodeTiff(bytes, 48 * 40), decodeTiff(fixture, 48 * 40));
  }
});

Deno.test("a width that no number or another kind of number stands for is no width", async () => {
  const cases = [withWidth(SIGNED, 1, 48), withWidth(LONG, 0, 48), withWidth(LONG, 1e9, 48)];
  for (const bytes of cases) {
    await assertRejects(() => decodeImage(bytes), Error, "The tiff file has no pixels");
    assertThrows(() => decodeTiff(bytes, 48 * 40), Error, "it has no pixels");
  }
});

Deno.test("a picture above the limit is refused before any memory is taken", async () => {
  const bomb = withWidth(LONG, 2, fixture.length, [3_000_000, 7]);
  const refusal = "3000000 x 40 pixels are more than the limit of 64 million";
  assertEquals((await assertRejects(() => decodeImage(bomb), Error)).message, refusal);
  assertThrows(() => decodeTiff(bomb, 2 ** 26), Error, "3000000 x 40 pixels are more than");
  assertThrows(() => decodeTiff(fixture, 48 * 40 - 1), Error, "the limit of 1919");
});
