import { assertEquals } from "@std/assert";
import { readOrientation } from "../../lib/images/exif.ts";
import { type ExifType, makeExif } from "./make_exif.ts";

Deno.test("the orientation is read in both byte orders and as any whole number", () => {
  for (let value = 1; value <= 8; value++) {
    for (const type of [1, 3, 4] satisfies ExifType[]) {
      assertEquals(readOrientation(makeExif(value, true, type)), value);
      assertEquals(readOrientation(makeExif(value, false, type)), value);
    }
  }
});

Deno.test("nothing readable is upright: a wrong value, another type, data that end early", () => {
  const asText = makeExif(6, true);
  asText[12] = 2;
  for (const exif of [makeExif(9, true), makeExif(0, false), asText, new Uint8Array(3)]) {
    assertEquals(readOrientation(exif), 1);
  }
  for (let length = 0; length < 20; length++) {
    assertEquals(readOrientation(makeExif(6, true).subarray(0, length)), 1);
  }
});
