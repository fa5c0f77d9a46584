import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { correlation } from "../../lib/evaluation/correlation.ts";

Deno.test("correlation: hand-computed", () => {
  assertAlmostEquals(correlation([1, 2, 3], [10, 20, 30])!, 1, 1e-12);
  assertAlmostEquals(correlation([1, 2, 3], [3, 2, 1])!, -1, 1e-12);
  assertAlmostEquals(correlation([1, 2, 3, 4], [1, 3, 2, 4])!, 0.8, 1e-12);
});

Deno.test("a series that never changes correlates with nothing", () => {
  assertEquals(correlation([1, 2, 3], [5, 5, 5]), null);
  assertEquals(correlation([1], [5]), null);
  assertThrows(() => correlation([1, 2], [1]), TypeError, "got 2 and 1");
});

Deno.test("a series that never changes has no correlation, whatever the rounding of its mean", () => {
  const same = Array(6).fill(0.1 + 0.2 * Math.PI), other = [1, 2, 3, 5, 8, 13];
  assertEquals([correlation(same, other), correlation(other, same)], [null, null]);
});
