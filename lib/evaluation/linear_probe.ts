/**
 * A linear probe: what can be read off some features by a linear classifier.
 *
 * @module
 */
import { Matrix } from "ml-matrix";
import { shrunkCovariance, solveSymmetric } from "../training/shrunk_covariance.ts";

/** Features of several classes: one array of rows for each class. */
export type ClassRows = readonly Float32Array[];

/** A trained probe: a row belongs to the class of the largest score, (x - mean) . weights + bias. */
export interface LinearProbe {
  /** The mean of the classes' means, [width]. */
  readonly mean: readonly number[];
  /** Weights of each class, [K][width]. */
  readonly weights: readonly (readonly number[])[];
  /** Bias of each class, [K]. */
  readonly bias: readonly number[];
}

/**
 * Linear discriminant analysis in closed form. Each class counts the same, however many rows it
 * has. With d the mean of a class less that of all, and S the covariance within the classes, its
 * weights are S^-1 d and its bias is -d^T S^-1 d / 2: the best linear classifier of classes that
 * scatter alike. S is shrunk, so that few rows, or rows longer than they are many, can be probed.
 *
 * It reads exactly what {@linkcode classLeak} asks for and eErase takes out: a difference between the
 * classes' means, held against the scatter within them. Without such a difference no linear classifier
 * beats a constant by more than chance (Belrose et al., arXiv 2306.03819, theorem 3.1).
 *
 * Source: Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", section 4.3.
 *
 * @param classes training rows of each class
 * @param width length of a row
 * @throws RangeError if a class has no rows
 */
export function trainLinearProbe(classes: ClassRows, width: number): LinearProbe {
  const empty = classes.findIndex((rows) => rows.length < width);
  if (empty >= 0) throw new RangeError(`Class ${empty} has no rows to train a probe on`);
  const scale = inverseDeviations(classes, width);
  const scaled = classes.map((rows) => rows.map((v, i) => v * scale[i % width]));
  const { mean, means, covariance } = shrunkCovariance(scaled, width, "class");
  const apart = means.map((m) => Matrix.sub(m, mean).transpose()); // (width, 1) each
  const weights = apart.map((d) => solveSymmetric(covariance, d));
  return {
    mean: mean.getRow(0).map((v, j) => v / scale[j]),
    weights: weights.map((w) => w.getColumn(0).map((v, j) => v * scale[j])),
    bias: apart.map((d, k) => -d.dot(weights[k]) / 2),
  };
}

/**
 * 1 / the standard deviation of each feature, since the shrinking treats all features alike; 1
 * where it is 0.
 */
export function inverseDeviations(classes: ClassRows, width: number): Float64Array {
  const mean = new Float64Array(width), variance = new Float64Array(width);
  const count = classes.reduce((sum, values) => sum + values.length, 0) / width;
  for (const values of classes) values.forEach((v, i) => mean[i % width] += v / count);
  for (const values of classes) {
    values.forEach((v, i) => variance[i % width] += (v - mean[i % width]) ** 2 / count);
  }
  // A constant's variance is rounding of its mean.
  return variance.map((v, j) => v > 1e-15 * mean[j] ** 2 ? 1 / Math.sqrt(v) : 1);
}

/**
 * The probe's accuracy, averaged over the classes: chance is 1 / K whatever their sizes.
 *
 * @param probe a trained probe
 * @param classes rows of each class, other than those it was trained on
 * @returns 0 to 1
 * @throws RangeError if a class has no rows
 */
export function probeAccuracy(probe: LinearProbe, classes: ClassRows): number {
  const width = probe.mean.length;
  const accuracies = classes.map((values, c) => {
    const count = values.length / width;
    if (!count) throw new RangeError(`Class ${c} has no rows to probe`);
    let hits = 0;
    for (let i = 0; i < count; i++) {
      const scores = scoresOf(probe, values, i * width);
      hits += +(scores.indexOf(Math.max(...scores)) === c); // ties go to class 0: constants score chance
    }
    return hits / count;
  });
  return accuracies.reduce((a, b) => a + b) / classes.length;
}

function scoresOf({ mean, weights, bias }: LinearProbe, values: Float32Array, at: number) {
  return weights.map((w, k) => {
    let score = bias[k];
    for (let j = 0; j < mean.length; j++) score += w[j] * (values[at + j] - mean[j]);
    return score;
  });
}
