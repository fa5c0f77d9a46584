import { assert, assertEquals, assertThrows } from "@std/assert";
import { imageGrid } from "../../lib/images/grid.ts";
import { TEXT_HEIGHT } from "../../lib/images/pixel_font.ts";

const black = new Float32Array(2 * 2 * 3).fill(-1);
const pixel = (
  image: ReturnType<typeof imageGrid>,
  x: number,
  y: number,
) => [...image.rgb.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 3)];

Deno.test("images lie where they belong, enlarged without blur", () => {
  const two = new Float32Array(24).fill(-1);
  two.set([1, -1, 0], 12 + 3); // top right pixel of the second image
  const grid = imageGrid([{ images: two }, { images: black }], 2, { scale: 3, gap: 1 });
  assertEquals([grid.width, grid.height], [1 + 2 * 7, 1 + 2 * 7]);
  assertEquals(pixel(grid, 0, 0), [255, 255, 255]);
  assertEquals(pixel(grid, 1, 1), [0, 0, 0]);
  assertEquals(pixel(grid, 6, 6), [0, 0, 0]);
  assertEquals(pixel(grid, 7, 7), [255, 255, 255]);
  for (const [x, y] of [[11, 1], [13, 3]]) assertEquals(pixel(grid, x, y), [255, 0, 128]);
  assertEquals(pixel(grid, 10, 1), [0, 0, 0]);
  assertEquals(pixel(grid, 8, 8), [255, 255, 255]); // the second row has one image
});

Deno.test("a caption makes room and is written over its row", () => {
  const plain = imageGrid([{ images: black }], 2, { scale: 10 });
  const captioned = imageGrid([{ images: black, caption: "I" }], 2, { scale: 10 });
  assertEquals(captioned.height - plain.height, TEXT_HEIGHT + 3);
  assertEquals(pixel(captioned, 4, 3), [0, 0, 0]); // the middle of the I
  assertEquals(pixel(captioned, 2, 3), [255, 255, 255]);
});

Deno.test("values beyond [-1, 1] are clipped, NaN is black", () => {
  const grid = imageGrid([{ images: Float32Array.of(-5, 5, NaN) }], 1, { gap: 0 });
  assertEquals([...grid.rgb], [0, 255, 0]);
});

Deno.test("an empty grid is a white picture", () => {
  assert(imageGrid([], 4).rgb.every((v) => v === 255));
});

Deno.test("broken rows and scales are refused", () => {
  assertThrows(
    () => imageGrid([{ images: new Float32Array(5) }], 2),
    TypeError,
    "whole images of 12",
  );
  assertThrows(
    () => imageGrid([], 2, { scale: 0.5 }),
    RangeError,
    "Scale and gap must be integers",
  );
  assertThrows(() => imageGrid([], 2, { gap: -1 }), RangeError, "got 1, -1");
});
