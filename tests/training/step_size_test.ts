import { assertAlmostEquals, assertEquals } from "@std/assert";
import { decayedStepSize } from "../../lib/training/step_size.ts";

const sizes = (share: number) =>
  Array.from({ length: 12 }, (_, step) => decayedStepSize(2, step, 10, share));

Deno.test("without decay, step sizes stay", () => {
  assertEquals(sizes(0), Array(12).fill(2));
});

Deno.test("the last share of steps takes step sizes to 0 linearly, and not below", () => {
  const expected = [2, 2, 2, 2, 2, 2, 1.6, 1.2, 0.8, 0.4, 0, 0];
  sizes(0.5).forEach((size, step) => assertAlmostEquals(size, expected[step]));
  assertAlmostEquals(decayedStepSize(1, 1, 4, 1), 0.75);
});
