import { assertAlmostEquals, assertThrows } from "@std/assert";
import { kernelDistance } from "../../lib/evaluation/kernel_distance.ts";
import { Random } from "../../lib/random.ts";

function normal(seed: number, count: number, shift = 0, scale = 1): Float32Array {
  const values = new Float32Array(count * 4);
  new Random(seed).fillNormal(values);
  return values.map((v) => scale * (v + shift));
}

Deno.test("kernel distance by hand", () => {
  // Root mean square 1: k(1, -1) = 0, k(1, 0) = k(-1, 0) = 1, k(0, 0) = 1.
  const reals = new Float32Array([1, -1]), images = new Float32Array([0, 0]);
  assertAlmostEquals(kernelDistance(reals, images, 1), 0 + 1 - 2 * 1, 1e-9);
  // Of twice the scale, against (1, 0) in units of the root mean square: k(1, 1) = 8.
  const doubled = new Float32Array([2, -2]);
  const cross = (8 + 1 + 0 + 1) / 4;
  assertAlmostEquals(kernelDistance(doubled, new Float32Array([2, 0]), 1), 0 + 1 - 2 * cross, 1e-9);
});

Deno.test("kernel distance is about 0 for one distribution, and grows with the shift", () => {
  const reals = normal(1, 300);
  assertAlmostEquals(kernelDistance(reals, normal(2, 300), 4), 0, 0.03);
  // The first three moments of N(0, I) and N(s, I) in 4 dimensions: 4.125 s^2 + 4.5 s^4 + s^6.
  assertAlmostEquals(kernelDistance(reals, normal(2, 300, 0.5), 4), 1.328, 0.3);
  assertAlmostEquals(kernelDistance(reals, normal(2, 300, 1), 4), 9.625, 1.5);
});

Deno.test("kernel distance does not depend on the features' scale", () => {
  const plain = kernelDistance(normal(1, 100), normal(2, 100, 1), 4);
  const large = kernelDistance(normal(1, 100, 0, 50), normal(2, 100, 1, 50), 4);
  assertAlmostEquals(large / plain, 1, 1e-4);
});

Deno.test("kernel distance needs two rows on either side", () => {
  assertThrows(() => kernelDistance(normal(1, 1), normal(2, 5), 4), TypeError, "got 1");
});
