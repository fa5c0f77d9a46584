import { assertEquals, assertThrows } from "@std/assert";
import { CELEBA_CENTRE, checkCrop, cropPicture } from "../../lib/data/picture_choice.ts";

/** Red is the column, green the row. */
function ruled(width: number, height: number) {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    rgb.set([i % width, Math.floor(i / width), 0], 3 * i);
  }
  return { width, height, rgb };
}

/** Left and top of the square that is cut out. */
function corner(width: number, height: number, side: number, centre?: typeof CELEBA_CENTRE) {
  const [left, top] = cropPicture(ruled(width, height), side, { side, centre });
  return [left, top];
}

Deno.test("the usual crop of CelebA's aligned pictures is centred on the face", () => {
  assertEquals(corner(178, 218, 150, CELEBA_CENTRE), [14, 40]);
  assertEquals(corner(178, 218, 100, CELEBA_CENTRE), [39, 65]);
  assertEquals(corner(178, 218, 178, CELEBA_CENTRE), [0, 26]);
});

Deno.test("a picture of another size is cropped in its middle", () => {
  assertEquals(corner(100, 218, 60, CELEBA_CENTRE), [20, 79]);
  assertEquals(corner(41, 30, 20), [10, 5]);
  assertEquals(corner(30, 30, 30), [0, 0]);
});

Deno.test("a crop that is no side, or larger than the picture, is refused", () => {
  for (const side of [0, 7, 10.5, NaN, -150]) {
    assertThrows(() => checkCrop(side), RangeError, "crop must be a whole number of pixels");
  }
  checkCrop(8);
  checkCrop(undefined);
  const picture = ruled(40, 30);
  assertThrows(
    () => cropPicture(picture, 8, { side: 31 }),
    RangeError,
    "picture of 40x30 is smaller than the crop of 31",
  );
});
