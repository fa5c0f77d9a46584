import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Random } from "../../lib/random.ts";
import { principalDirections } from "../../lib/translation/principal_directions.ts";

Deno.test("directions are found by the spread that was put along them", () => {
  const random = new Random(1), count = 4000, draws = new Float32Array(count * 3);
  random.fillNormal(draws);
  const u = [0.6, -0.8, 0], v = [0, 0, 1]; // spread 3 and 2; 0.5 along the third
  const w = [0.8, 0.6, 0], latents = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const [a, b, c] = draws.subarray(i * 3);
    for (let k = 0; k < 3; k++) {
      latents[i * 3 + k] = 5 + 3 * a * u[k] + 2 * b * v[k] + 0.5 * c * w[k];
    }
  }
  const { mean, directions, deviations } = principalDirections(latents, 3);
  mean.forEach((m) => assertAlmostEquals(m, 5, 0.15));
  [[-0.6, 0.8, 0], v, w].forEach((wanted, d) =>
    wanted.forEach((value, k) => assertAlmostEquals(directions[d][k], value, 0.03))
  );
  [3, 2, 0.5].forEach((wanted, d) => assertAlmostEquals(deviations[d], wanted, 0.1));
});

Deno.test("too few latents, or a part of one, are refused", () => {
  assertThrows(() => principalDirections(new Float32Array(3), 3), RangeError, "two latents");
  assertThrows(() => principalDirections(new Float32Array(7), 3), TypeError, "whole number");
});

Deno.test("latents that do not vary along some direction have a spread of 0 there", () => {
  const { deviations } = principalDirections(Float32Array.of(0, 1, 2, 1, 4, 1), 2);
  assertEquals(deviations.map((d) => Math.round(d * 1000) / 1000), [2, 0]);
});
