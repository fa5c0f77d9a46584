import { assertAlmostEquals, assertEquals } from "@std/assert";
import { enlarge } from "../../lib/images/enlarge.ts";

Deno.test("a factor of 1 changes nothing, and a plain picture stays plain", () => {
  const rgb = Uint8Array.from({ length: 5 * 5 * 3 }, (_, i) => (i * 37) % 251);
  assertEquals(Array.from(enlarge(rgb, 5, 1)), Array.from(rgb));
  for (const value of enlarge(new Uint8Array(48).fill(90), 4, 3)) {
    assertAlmostEquals(value, 90, 1e-4);
  }
});

Deno.test("slopes go on as slopes, in both directions", () => {
  const size = 8, factor = 4, rgb = new Float32Array(size * size * 3);
  for (let i = 0; i < size * size; i++) {
    rgb.set([10 * (i % size), 20 * Math.floor(i / size), 7], 3 * i);
  }
  const large = enlarge(rgb, size, factor), wide = size * factor;
  assertEquals(large.length, wide * wide * 3);
  for (let y = 2 * factor; y < wide - 2 * factor; y++) {
    for (let x = 2 * factor; x < wide - 2 * factor; x++) {
      const at = (y * wide + x) * 3;
      assertAlmostEquals(large[at], 10 * ((x + 0.5) / factor - 0.5), 1e-3);
      assertAlmostEquals(large[at + 1], 20 * ((y + 0.5) / factor - 0.5), 1e-3);
    }
  }
});

Deno.test("the pixels of the picture are passed through", () => {
  const size = 6, rgb = Float32Array.from({ length: size * size * 3 }, (_, i) => (i * 7919) % 251);
  const large = enlarge(rgb, size, 3); // with an odd factor the middle of each pixel is a pixel
  for (let i = 0; i < size * size; i++) {
    const x = 3 * (i % size) + 1, y = 3 * Math.floor(i / size) + 1;
    assertAlmostEquals(large[(y * 3 * size + x) * 3], rgb[3 * i], 1e-3, `${x}, ${y}`);
  }
});
