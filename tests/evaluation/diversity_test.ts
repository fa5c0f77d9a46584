import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { diversity } from "../../lib/evaluation/diversity.ts";

const reals = new Float32Array([0, 0, 2, 2, 4, 4]);

Deno.test("diversity is 1 for the data, 0 for one image over and over, in proportion between", () => {
  assertEquals(diversity(reals, reals, 2), 1);
  assertEquals(diversity(new Float32Array(6).fill(0.3), reals, 2), 0);
  assertAlmostEquals(diversity(reals.map((v) => v / 4 - 1), reals, 2), 0.25, 1e-9);
});

Deno.test("diversity needs two images", () => {
  assertThrows(() => diversity(reals.subarray(0, 2), reals, 2), TypeError, "two or more");
});
