import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { latentR2 } from "../../lib/evaluation/latent_r2.ts";

const z = new Float32Array([1, -1, -1, 1]); // two rows of two, mean square 1

Deno.test("R^2 is 1 for a perfect encoder and 0 for one that answers 0", () => {
  assertEquals(latentR2(z, z, 2, 1), { r2: 1, perDimension: [1, 1] });
  assertEquals(latentR2(z, new Float32Array(4), 2, 1), { r2: 0, perDimension: [0, 0] });
});

Deno.test("R^2 is told dimension by dimension, and in units of the variance", () => {
  const firstOnly = new Float32Array([1, 0, -1, 0]);
  assertEquals(latentR2(z, firstOnly, 2, 1), { r2: 0.5, perDimension: [1, 0] });
  const off = z.map((v) => v + 0.5); // squared error 1/4, against 1/3
  assertAlmostEquals(latentR2(z, off, 2, 1 / 3).r2, 0.25, 1e-9);
});

Deno.test("R^2 refuses rows that do not match", () => {
  assertThrows(() => latentR2(z, z.subarray(2), 2, 1), TypeError, "rows of 2");
  assertThrows(() => latentR2(z, z, 3, 1), TypeError, "rows of 3");
});
