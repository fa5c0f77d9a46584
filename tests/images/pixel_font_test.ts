import { assertEquals } from "@std/assert";
import { drawText } from "../../lib/images/pixel_font.ts";

/** The picture as lines of # and . */
function draw(text: string, width: number, height = 7, left = 0): string[] {
  const picture = { width, height, rgb: new Uint8Array(width * height * 3).fill(255) };
  drawText(picture, text, left, 0);
  return Array.from(
    { length: height },
    (_, y) =>
      Array.from({ length: width }, (_, x) => picture.rgb[(y * width + x) * 3] ? "." : "#").join(
        "",
      ),
  );
}

Deno.test("letters have their shapes, small ones as large ones", () => {
  const lt = [
    "#.....#####",
    "#.......#..",
    "#.......#..",
    "#.......#..",
    "#.......#..",
    "#.......#..",
    "#####...#..",
  ];
  assertEquals(draw("LT", 11), lt);
  assertEquals(draw("lt", 11), lt);
});

Deno.test("unknown characters are blank, and what does not fit is cut off", () => {
  assertEquals(draw("\u00e9", 5), Array(7).fill("....."));
  assertEquals(draw("L", 3, 2), ["#..", "#.."]);
  assertEquals(draw("LT", 8)[0], "#.....##");
});
