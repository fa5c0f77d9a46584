import { assertAlmostEquals, assertEquals } from "@std/assert";
import { blurImages, mirrorImages } from "../../../lib/evaluation/portraits/changed_copies.ts";

Deno.test("mirroring exchanges columns of every image, not colours or rows", () => {
  const images = Float32Array.from({ length: 2 * 12 }, (_, i) => i);
  const expected = [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8];
  assertEquals([...mirrorImages(images, 2)], [...expected, ...expected.map((v) => v + 12)]);
  assertEquals(mirrorImages(mirrorImages(images, 2), 2), images);
});

Deno.test("a blur is the mean of what is near, within each image and colour", () => {
  const size = 5, images = new Float32Array(2 * size * size * 3);
  images[3 * (2 * size + 2)] = 9; // red, in the middle of the first image
  const blurred = blurImages(images, size, 1);
  const red = Array.from({ length: size * size }, (_, i) => blurred[3 * i]);
  red.forEach((value, i) => {
    const near = Math.abs(i % size - 2) < 2 && Math.abs(Math.floor(i / size) - 2) < 2;
    assertAlmostEquals(value, near ? 1 : 0, 1e-6);
  });
  assertAlmostEquals(blurred.reduce((a, b) => a + b), 9, 1e-5);
  const flat = images.map((_, i) => i % 3);
  blurImages(flat, size, 2).forEach((value, i) => assertAlmostEquals(value, i % 3, 1e-6));
});
