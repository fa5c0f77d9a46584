import { assertEquals, assertThrows } from "@std/assert";
import { sideBySide } from "../../../tasks/shared/side_by_side.ts";

const picture = (width: number, height: number, value: number) => ({
  width,
  height,
  rgb: new Uint8Array(width * height * 3).fill(value),
});

Deno.test("pictures of one height are put in a row", () => {
  const { width, height, rgb } = sideBySide([picture(1, 2, 7), picture(2, 2, 9)]);
  assertEquals([width, height], [3, 2]);
  const row = [7, 7, 7, 9, 9, 9, 9, 9, 9];
  assertEquals([...rgb], [...row, ...row]);
});

Deno.test("pictures of different heights do not fit", () => {
  assertThrows(() => sideBySide([picture(1, 2, 0), picture(1, 3, 0)]), TypeError, "2 and 3");
});
