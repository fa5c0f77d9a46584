import { assertAlmostEquals, assertEquals } from "@std/assert";
import { decayedStepSize } from "../../lib/training/step_size.ts";

const sizes = (decay: number) =>
  Array.from(
    { length: 11 },
    (_, step) => decayedStepSize({ decay, steps1: 10, steps2: 3 }, 1, step, 2),
  );

Deno.test("without decay, step sizes stay", () => {
  assertEquals(sizes(0), Array(11).fill(2));
});

Deno.test("the last share of a stage's steps takes step sizes to 0 linearly", () => {
  const expected = [2, 2, 2, 2, 2, 2, 1.6, 1.2, 0.8, 0.4, 0];
  sizes(0.5).forEach((size, step) => assertAlmostEquals(size, expected[step]));
  assertEquals(decayedStepSize({ decay: 1, steps1: 10, steps2: 4 }, 2, 1, 1), 0.75);
});

Deno.test("steps beyond the end have no size, not a negative one", () => {
  assertEquals(decayedStepSize({ decay: 0.5, steps1: 10, steps2: 4 }, 2, 9, 1), 0);
});
