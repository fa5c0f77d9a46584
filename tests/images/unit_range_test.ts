import { assertEquals } from "@std/assert";
import { byteOfUnit, unitOfByte } from "../../lib/images/unit_range.ts";

Deno.test("every byte survives the way to [-1, 1] and back", () => {
  assertEquals([unitOfByte[0], unitOfByte[255]], [-1, 1]);
  for (let byte = 0; byte < 256; byte++) assertEquals(byteOfUnit(unitOfByte[byte]), byte);
});

Deno.test("what lies beyond is clipped", () => {
  assertEquals([-3, 3, Infinity, -Infinity, NaN].map(byteOfUnit), [0, 255, 255, 0, 0]);
});
