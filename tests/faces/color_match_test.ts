import { assertAlmostEquals, assertEquals } from "@std/assert";
import { blendStatistics, colorStatistics, matchColors } from "../../lib/faces/color_match.ts";

const rgb = Float32Array.from([10, 100, 50, 30, 100, 70, 200, 0, 0]);
const mask = Float32Array.from([1, 1, 0]);

Deno.test("mean and spread within the mask: hand-computed", () => {
  assertEquals(colorStatistics(rgb, mask), { mean: [20, 100, 60], spread: [10, 0, 10] });
  const whole = colorStatistics(rgb, new Float32Array(3));
  assertAlmostEquals(whole.mean[0], 80, 1e-6);
});

Deno.test("a matched picture has the wanted statistics", () => {
  const wanted = { mean: [90, 40, 30], spread: [12, 0, 8] };
  const matched = matchColors(rgb, colorStatistics(rgb, mask), wanted);
  const { mean, spread } = colorStatistics(matched, mask);
  mean.forEach((value, k) => assertAlmostEquals(value, wanted.mean[k], 1e-4));
  assertAlmostEquals(spread[0], 12, 1e-4);
  assertAlmostEquals(spread[2], 8, 1e-4);
});

Deno.test("contrast is not blown up", () => {
  const own = { mean: [0, 0, 0], spread: [1, 1, 1] };
  const wanted = { mean: [0, 0, 0], spread: [100, 100, 100] };
  assertEquals(matchColors(Float32Array.from([10, 10, 10]), own, wanted)[0], 15);
});

Deno.test("statistics blend by the share of the newer", () => {
  const older = { mean: [0, 0, 0], spread: [4, 4, 4] },
    newer = { mean: [10, 0, 0], spread: [8, 4, 4] };
  assertEquals(blendStatistics(older, newer, 0.25), { mean: [2.5, 0, 0], spread: [5, 4, 4] });
});
