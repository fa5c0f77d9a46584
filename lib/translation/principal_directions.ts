/**
 * The directions of z along which latents vary most.
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Principal components of latents. */
export interface PrincipalDirections {
  /** Mean of the rows, [z]. */
  readonly mean: Float32Array;
  /** Unit vectors, [z][z]; the one of the largest spread first. */
  readonly directions: readonly Float32Array[];
  /** Standard deviation of the rows along each direction. */
  readonly deviations: readonly number[];
}

/**
 * The principal components of latents. Each direction has the sign that makes its largest number
 * positive, so that the same latents always give the same directions.
 *
 * Differs: not in the paper. Source: GANSpace, Härkönen et al., arXiv 2004.02546, which looks at a
 * generator's layers; these are of E(x) over pictures.
 *
 * @param latents N * width numbers
 * @param width length of a latent
 * @returns as many directions as a latent has numbers
 * @throws RangeError if there are fewer than two latents
 * @throws TypeError if the numbers are not a whole number of latents
 */
export function principalDirections(latents: Float32Array, width: number): PrincipalDirections {
  const count = latents.length / width;
  if (!Number.isInteger(count)) {
    throw new TypeError(`${latents.length} numbers are not a whole number of latents of ${width}`);
  }
  if (count < 2) throw new RangeError(`Directions need two latents or more, got ${count}`);
  const mean = new Float32Array(width);
  for (let i = 0; i < latents.length; i++) mean[i % width] += latents[i] / count;
  const centred = new Matrix(count, width);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < width; k++) centred.set(i, k, latents[i * width + k] - mean[k]);
  }
  const covariance = centred.transpose().mmul(centred).div(count - 1);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  return {
    mean,
    directions: order.map((k) => withPositiveLargest(eigenvectorMatrix.getColumn(k))),
    deviations: order.map((k) => Math.sqrt(Math.max(0, realEigenvalues[k]))),
  };
}

function withPositiveLargest(vector: readonly number[]): Float32Array {
  const largest = vector.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
  return Float32Array.from(vector, (value) => largest < 0 ? -value : value);
}
