import { assertEquals, assertThrows } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { notePng, SYNTHETIC_NOTE } from "../../lib/video/synthetic_note.ts";

Deno.test("a noted PNG is the same picture, and says what it is", async () => {
  const rgb = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => 4 * i);
  const png = encodePng({ width: 5, height: 4, rgb }), noted = notePng(png);
  assertEquals((await decodeImage(noted)).rgb, rgb);
  const text = new TextDecoder("latin1").decode(noted);
  assertEquals(text.split(`tEXtComment\0${SYNTHETIC_NOTE}`).length, 2);
  // CRC-32 of the chunk, by the polynomial of the PNG specification.
  const start = text.indexOf("tEXt"), end = start + 4 + "Comment\0".length + SYNTHETIC_NOTE.length;
  let crc = ~0;
  for (const byte of noted.subarray(start, end)) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
  }
  assertEquals(new DataView(noted.buffer).getUint32(end), ~crc >>> 0);
});

Deno.test("what is no PNG is refused", () => {
  assertThrows(() => notePng(new Uint8Array(40)), TypeError, "not a PNG");
});
