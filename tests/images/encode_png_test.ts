import { assertEquals, assertThrows } from "@std/assert";
import { inflateSync } from "node:zlib";
import { encodePng } from "../../lib/images/encode_png.ts";

Deno.test("the bytes are an 8-bit RGB PNG whose lines are the picture's, always the same", () => {
  const rgb = Uint8Array.from({ length: 18 }, (_, i) => i * 14);
  const png = encodePng({ width: 3, height: 2, rgb });
  const view = new DataView(png.buffer);
  assertEquals([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  assertEquals([view.getUint32(16), view.getUint32(20), png[24], png[25]], [3, 2, 8, 2]);
  const idat = inflateSync(png.subarray(41, 41 + view.getUint32(33)));
  assertEquals([...idat], [0, ...rgb.subarray(0, 9), 0, ...rgb.subarray(9)]);
  assertEquals(encodePng({ width: 3, height: 2, rgb }), png);
});

Deno.test("a wrong number of bytes is refused", () => {
  const rgb = new Uint8Array(17);
  assertThrows(() => encodePng({ width: 3, height: 2, rgb }), TypeError, "has 18 bytes of RGB");
});
