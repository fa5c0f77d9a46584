import { assertEquals, assertThrows } from "@std/assert";
import { readImageHeader } from "../../lib/images/image_header.ts";

const fixture = (name: string) =>
  Deno.readFileSync(new URL(`../../fixtures/images/${name}`, import.meta.url));

Deno.test("kind and dimensions are read from the first bytes", () => {
  const kinds = { "rgb.jpg": "jpeg", "animated.gif": "gif", "lzw.tif": "tiff" } as const;
  for (const [name, kind] of Object.entries(kinds)) {
    assertEquals(readImageHeader(fixture(name)), { kind, width: 48, height: 40 });
  }
  assertEquals(readImageHeader(fixture("big_endian.tif")).height, 40);
});

Deno.test("a GIF counts with its first frame, which may be larger than its screen", () => {
  const gif = fixture("animated.gif");
  const frame = gif.indexOf(0x2c, 13 + 3 * (2 << (gif[10] & 7)));
  new DataView(gif.buffer).setUint16(frame + 5, 60_000, true);
  assertEquals(readImageHeader(gif).width, 60_000);
});

Deno.test("files cut before their dimensions, and others, are refused", () => {
  for (const name of ["rgb.jpg", "animated.gif", "rgb.tif"]) {
    assertThrows(() => readImageHeader(fixture(name).subarray(0, 8)), Error, "truncated");
  }
  assertThrows(() => readImageHeader(Uint8Array.of(1, 2, 3)), Error, "Not a PNG");
  assertThrows(() => readImageHeader(new Uint8Array()), Error, "The file is empty");
});
