import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { cropToSquare } from "../../lib/images/crop.ts";

function made(width: number, height: number, value: (x: number, y: number, k: number) => number) {
  const rgb = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => value(Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3),
  );
  return { width, height, rgb };
}

Deno.test("a square picture of the right size comes back as it is", () => {
  const image = made(16, 16, (x, y, k) => (x * 7 + y * 13 + k * 50) % 256);
  assertEquals(cropToSquare(image, 16), image.rgb);
});

Deno.test("the centred square is cut out, its proportions kept", () => {
  const wide = cropToSquare(made(30, 10, (x, _, k) => [x * 8, 0, 255][k]), 10);
  const tall = cropToSquare(made(10, 30, (_, y, k) => [0, y * 8, 255][k]), 10);
  for (let i = 0; i < 10; i++) {
    assertEquals([...wide.subarray(i * 3, i * 3 + 3)], [(10 + i) * 8, 0, 255]);
    assertEquals([...tall.subarray(i * 30, i * 30 + 3)], [0, (10 + i) * 8, 255]);
  }
});

Deno.test("shrinking averages: fine stripes become grey, and the mean is kept", () => {
  const stripes = cropToSquare(made(128, 128, (x) => x % 2 ? 255 : 0), 32);
  stripes.forEach((v, i) => {
    const x = Math.floor(i / 3) % 32; // a border pixel has half of its neighbours
    assertAlmostEquals(v, 127.5, x === 0 || x === 31 ? 12 : 0.5);
  });
  const ramp = made(96, 96, (x) => x * 2);
  const mean = (values: Uint8Array) => values.reduce((a, b) => a + b, 0) / values.length;
  assertAlmostEquals(mean(cropToSquare(ramp, 32)), mean(ramp.rgb), 0.6);
});

Deno.test("growing interpolates: one pixel fills the picture, two make a ramp", () => {
  assert(cropToSquare(made(1, 1, () => 42), 32).every((v) => v === 42));
  const ramp = cropToSquare(made(2, 2, (x) => x * 200), 8);
  const row = Array.from({ length: 8 }, (_, x) => ramp[x * 3]);
  assertEquals(row, [0, 0, 25, 75, 125, 175, 200, 200]);
});
