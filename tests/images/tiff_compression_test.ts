import { assertEquals, assertThrows } from "@std/assert";
import { unpackBits, unpackLzw } from "../../lib/images/tiff_compression.ts";

Deno.test("PackBits: the example of the specification", () => {
  const packed = [0xfe, 0xaa, 0x02, 0x80, 0x00, 0x2a, 0xfd, 0xaa, 0x03, 0x80, 0x00, 0x2a, 0x22];
  const expected = [
    ...[0xaa, 0xaa, 0xaa, 0x80, 0x00, 0x2a, 0xaa, 0xaa, 0xaa, 0xaa, 0x80, 0x00, 0x2a, 0x22],
  ];
  assertEquals([...unpackBits(Uint8Array.from(packed), 14)], expected);
  assertEquals([...unpackBits(Uint8Array.from(packed), 4)], expected.slice(0, 4));
  assertEquals([...unpackBits(Uint8Array.of(0x05, 1, 2), 9)], [1, 2]);
});

Deno.test("LZW: the example of the specification", () => {
  // 7 7 7 8 8 7 7 6 6 as the codes Clear 7 258 8 8 258 6 6 End, 9 bits each.
  const codes = [256, 7, 258, 8, 8, 258, 6, 6, 257];
  const bits = codes.map((code) => code.toString(2).padStart(9, "0")).join("");
  const packed = bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, "0"), 2));
  const expected = [7, 7, 7, 8, 8, 7, 7, 6, 6];
  assertEquals([...unpackLzw(Uint8Array.from(packed), 100)], expected);
  assertEquals([...unpackLzw(Uint8Array.from(packed), 4)], expected.slice(0, 4));
});

Deno.test("LZW: an undefined code is refused", () => {
  assertThrows(() => unpackLzw(Uint8Array.of(0xff, 0xff), 10), Error, "LZW codes are wrong");
});
