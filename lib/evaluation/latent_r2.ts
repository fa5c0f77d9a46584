/**
 * Recovery of z: how much of a latent E reads back off the image that G made of it.
 *
 * @module
 */

/** R^2 of all numbers together and of each dimension of z. */
export interface LatentR2 {
  /** 1 - MSE / Var(z): 1 is ideal, and 0 is the score of always answering 0. */
  readonly r2: number;
  /** The same for each dimension; one near 0 is a dimension that G does not use or E cannot see. */
  readonly perDimension: number[];
}

/**
 * R^2 = 1 - mean((E(G(z, c)) - z)^2) / Var(z), with the variance of the distribution, not of the
 * sample.
 *
 * @example
 * ```ts
 * import { latentR2 } from "@im2im/im2im";
 * import { assertEquals } from "@std/assert";
 *
 * const z = new Float32Array([1, -1, -1, 1]); // two latents of two dimensions
 * const estimate = new Float32Array([1, 0, -1, 0]); // the second is never read back
 * assertEquals(latentR2(z, estimate, 2, 1), { r2: 0.5, perDimension: [1, 0] });
 * ```
 *
 * @param z N * width numbers, fresh draws
 * @param estimate E(G(z, c)), N * width numbers
 * @param width length of z
 * @param variance Var(z) of one component: 1 for N(0,1), 1/3 for U(-1,1)
 * @throws TypeError if the two differ in length, or hold no whole row
 */
export function latentR2(
  z: Float32Array,
  estimate: Float32Array,
  width: number,
  variance: number,
): LatentR2 {
  const count = z.length / width;
  if (z.length !== estimate.length || !Number.isInteger(count) || count === 0) {
    throw new TypeError(`Needs two sets of rows of ${width}, got ${z.length}, ${estimate.length}`);
  }
  const errors = new Float64Array(width);
  for (let i = 0; i < z.length; i++) errors[i % width] += (estimate[i] - z[i]) ** 2;
  const perDimension = Array.from(errors, (error) => 1 - error / count / variance);
  return { r2: perDimension.reduce((sum, r2) => sum + r2, 0) / width, perDimension };
}
