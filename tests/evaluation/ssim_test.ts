import { assertAlmostEquals, assertThrows } from "@std/assert";
import { ssim } from "../../lib/evaluation/ssim.ts";

const flat = (size: number, v: number) => new Float32Array(size * size * 3).fill(v);
const checkers = (size: number, amplitude: number) =>
  Float32Array.from(
    { length: size * size * 3 },
    (_, i) => amplitude * (-1) ** (Math.floor(i / 3) + Math.floor(i / 3 / size)),
  );

Deno.test("SSIM of equal images is 1", () => {
  assertAlmostEquals(ssim(checkers(12, 0.7), checkers(12, 0.7), 12), 1, 1e-6);
});

Deno.test("SSIM of two flat images is the luminance term alone", () => {
  const c1 = 0.0004; // (0.01 * 2)^2
  const expected = (2 * 0.5 * 0.25 + c1) / (0.25 + 0.0625 + c1);
  assertAlmostEquals(ssim(flat(11, 0.5), flat(11, 0.25), 11), expected, 1e-6);
});

Deno.test("SSIM of a pattern and its negative is near -1", () => {
  assertAlmostEquals(ssim(checkers(12, 1), checkers(12, -1), 12), -0.9964, 1e-3);
});

Deno.test("SSIM refuses images smaller than its window", () => {
  assertThrows(() => ssim(flat(10, 0), flat(10, 0), 10), RangeError, "11x11");
});
