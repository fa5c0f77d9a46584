import { AssertionError } from "@std/assert";

/** Fails unless a and b agree to a share of the largest magnitude in each array. */
export function assertClose(
  actual: readonly Float32Array[],
  expected: readonly Float32Array[],
  tolerance: number,
): void {
  expected.forEach((reference, i) => {
    if (actual[i].length !== reference.length) {
      throw new AssertionError(`Result ${i}: ${actual[i].length} numbers, not ${reference.length}`);
    }
    const scale = Math.max(1e-3, reference.reduce((top, v) => Math.max(top, Math.abs(v)), 0));
    reference.forEach((v, k) => {
      if (!(Math.abs(actual[i][k] - v) <= tolerance * scale)) {
        throw new AssertionError(`Result ${i}, number ${k}: ${actual[i][k]}, expected ${v}`);
      }
    });
  });
}
