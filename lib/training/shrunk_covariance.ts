/**
 * A covariance that can be inverted, however few rows it is estimated from.
 *
 * @module
 */
import { CholeskyDecomposition, Matrix, pseudoInverse } from "ml-matrix";

/** A mean and what varies about it. */
export interface Moments {
  /** Mean of the classes' means, (1, width). */
  readonly mean: Matrix;
  /** Each class's mean, (1, width). */
  readonly means: readonly Matrix[];
  /** Covariance, shrunk, (width, width). */
  readonly covariance: Matrix;
  /** Share of the covariance that gave way to its mean variance on the diagonal, 0 to 1. */
  readonly shrinkage: number;
}

/**
 * Mean and covariance of rows, each class counting the same however many rows it has. The covariance S
 * is shrunk to (1 - s) S + s m I, where m is its mean variance and s is estimated from how much S would
 * scatter from sample to sample. With few rows S sees no variance in most directions, and an inverse of
 * it takes them for certain; with many rows s goes to 0.
 *
 * Source: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices",
 * 2004, lemma 3.3 and section 3.3, here for weighted rows.
 *
 * @param classes N * width numbers of each class
 * @param width length of a row
 * @param about what rows vary about: the mean of all, or that of their own class
 * @returns moments in float64
 */
export function shrunkCovariance(
  classes: readonly Float32Array[],
  width: number,
  about: "all" | "class",
): Moments {
  const rows = classes.map((values) => Matrix.from1DArray(values.length / width, width, values));
  const means = rows.map((of) => Matrix.rowVector(of.mean("column")));
  const mean = means.reduce((a, b) => Matrix.add(a, b)).div(classes.length);
  rows.forEach((of, c) => of.subRowVector((about === "all" ? mean : means[c]).getRow(0)));

  const weights = rows.map((of) => 1 / (of.rows * classes.length));
  const covariance = Matrix.zeros(width, width);
  rows.forEach((of, c) => covariance.add(of.transpose().mmul(of).mul(weights[c])));
  const variance = covariance.trace() / width;
  const norm = covariance.dot(covariance);
  // Expected squared error of S: the sum of |w (x x^T - S)|^2 over the rows.
  let error = 0;
  rows.forEach((of, c) => {
    const along = of.mmul(covariance);
    for (let i = 0; i < of.rows; i++) {
      let square = 0, quadratic = 0;
      for (let j = 0; j < width; j++) {
        square += of.get(i, j) ** 2;
        quadratic += of.get(i, j) * along.get(i, j);
      }
      error += weights[c] ** 2 * (square ** 2 - 2 * quadratic + norm);
    }
  });
  const spread = norm - width * variance ** 2; // |S - m I|^2
  const shrinkage = spread > 0 ? Math.min(1, Math.max(0, error / spread)) : 0;
  covariance.mul(1 - shrinkage);
  for (let j = 0; j < width; j++) covariance.set(j, j, covariance.get(j, j) + shrinkage * variance);
  return { mean, means, covariance, shrinkage };
}

/** Directions of less than this share of the largest variance are taken for none. */
const THRESHOLD = 1e-10;

/**
 * x of S x = b, for a symmetric S without negative eigenvalues. Directions in which S is all but 0, next
 * to its largest entry, are left out of x, whatever the scale of S.
 *
 * @param matrix S, (n, n)
 * @param right b, (n, m)
 * @returns x, (n, m)
 */
export function solveSymmetric(matrix: Matrix, right: Matrix): Matrix {
  const largest = Math.max(...matrix.diagonal());
  if (!(largest > 0)) return Matrix.zeros(matrix.rows, right.columns);
  // Products that are symmetric by their nature are so up to rounding.
  const symmetric = Matrix.add(matrix, matrix.transpose()).div(2);
  const cholesky = new CholeskyDecomposition(symmetric);
  const pivots = cholesky.lowerTriangularMatrix.diagonal();
  if (cholesky.isPositiveDefinite() && pivots.every((v) => v * v > THRESHOLD * largest)) {
    return cholesky.solve(right);
  }
  return pseudoInverse(symmetric, THRESHOLD * largest).mmul(right);
}
