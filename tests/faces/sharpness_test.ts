import { assertEquals, assertGreater, assertLess, assertThrows } from "@std/assert";
import { Random } from "../../lib/random.ts";
import { sharpness } from "../../lib/faces/sharpness.ts";

const size = 32, random = new Random(1);
const sharp = Uint8Array.from({ length: size * size * 3 }, () => random.integer(256));
const smooth = Uint8Array.from(
  { length: size * size * 3 },
  (_, i) => 4 * (Math.floor(i / 3) % size),
);

Deno.test("detail counts, contrast and light do not", () => {
  assertGreater(sharpness(sharp, size), 10 * sharpness(smooth, size));
  const faint = sharpness(sharp.map((byte) => 100 + byte / 4), size) / sharpness(sharp, size);
  assertGreater(faint, 0.95);
  assertLess(faint, 1.05);
});

Deno.test("one colour has no sharpness; a wrong number of bytes is refused", () => {
  assertEquals(sharpness(new Uint8Array(size * size * 3).fill(7), size), 0);
  assertThrows(() => sharpness(new Uint8Array(5), size), TypeError, "has 3072 bytes, got 5");
});
