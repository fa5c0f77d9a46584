/**
 * A linear probe: what can be read off some features by a linear classifier.
 *
 * @module
 */

/** Full-batch descent steps. */
const STEPS = 500;
/** Weight of |W|^2 / 2, which keeps W finite where the classes can be separated. */
const RIDGE = 1e-3;

/** Features of several classes: one array of rows for each class. */
export type ClassRows = readonly Float32Array[];

/** A trained probe. */
export interface LinearProbe {
  /** Length of a row of features. */
  readonly width: number;
  /** Mean of each feature over the training rows. */
  readonly mean: Float64Array;
  /** Standard deviation of each feature over the training rows. */
  readonly deviation: Float64Array;
  /** [K][width + 1]: weights of the standardised features, then the bias. */
  readonly weights: readonly Float64Array[];
}

/**
 * Softmax regression by gradient descent, each class counting the same however many rows it has.
 * The step size is 1 / (a bound of the curvature), so the descent cannot diverge.
 *
 * @param classes training rows of each class
 * @param width length of a row
 * @throws RangeError if a class has no rows
 */
export function trainLinearProbe(classes: ClassRows, width: number): LinearProbe {
  const empty = classes.findIndex((rows) => rows.length < width);
  if (empty >= 0) throw new RangeError(`Class ${empty} has no rows to train a probe on`);
  const { mean, deviation } = moments(classes, width);
  const weights = classes.map(() => new Float64Array(width + 1));
  const probe = { width, mean, deviation, weights };
  const rows = classes.map((values) => standardised(probe, values));
  const rate = 1 / (curvature(rows, width) + RIDGE);
  for (let step = 0; step < STEPS; step++) {
    const gradients = weights.map((w) => w.map((v) => RIDGE * v));
    rows.forEach((of, c) => {
      for (const row of of) {
        probabilities(weights, row).forEach((p, k) => {
          const slope = (p - (k === c ? 1 : 0)) / of.length / rows.length;
          const gradient = gradients[k];
          for (let j = 0; j <= width; j++) gradient[j] += slope * row[j];
        });
      }
    });
    weights.forEach((w, k) => w.forEach((_, j) => w[j] -= rate * gradients[k][j]));
  }
  return probe;
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
  const accuracies = classes.map((values, c) => {
    const rows = standardised(probe, values);
    if (!rows.length) throw new RangeError(`Class ${c} has no rows to probe`);
    const hits = rows.filter((row) => {
      const p = probabilities(probe.weights, row);
      return p.indexOf(Math.max(...p)) === c; // ties go to class 0: constant features score chance
    });
    return hits.length / rows.length;
  });
  return accuracies.reduce((a, b) => a + b) / classes.length;
}

function moments(classes: ClassRows, width: number) {
  const mean = new Float64Array(width), deviation = new Float64Array(width);
  const count = classes.reduce((sum, values) => sum + values.length, 0) / width;
  for (const values of classes) values.forEach((v, i) => mean[i % width] += v / count);
  for (const values of classes) {
    values.forEach((v, i) => deviation[i % width] += (v - mean[i % width]) ** 2 / count);
  }
  return { mean, deviation: deviation.map((variance) => Math.sqrt(variance) || 1) };
}

/** Rows of mean 0 and deviation 1, each with a 1 at the end for the bias. */
function standardised(probe: LinearProbe, values: Float32Array): Float64Array[] {
  const { width, mean, deviation } = probe;
  return Array.from({ length: values.length / width }, (_, i) =>
    Float64Array.from(
      { length: width + 1 },
      (_, j) => j === width ? 1 : (values[i * width + j] - mean[j]) / deviation[j],
    ));
}

/** softmax(W row). */
function probabilities(weights: readonly Float64Array[], row: Float64Array): number[] {
  const logits = weights.map((w) => {
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += w[j] * row[j];
    return sum;
  });
  const largest = Math.max(...logits), powers = logits.map((v) => Math.exp(v - largest));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((v) => v / total);
}

/**
 * The loss curves by at most half the largest eigenvalue of E[row row^T], which the matrix's
 * Frobenius norm bounds from above.
 */
function curvature(classes: readonly Float64Array[][], width: number): number {
  const moment = new Float64Array((width + 1) ** 2);
  for (const rows of classes) {
    for (const row of rows) {
      for (let i = 0; i <= width; i++) {
        const scaled = row[i] / rows.length / classes.length;
        for (let j = 0; j <= width; j++) moment[i * (width + 1) + j] += scaled * row[j];
      }
    }
  }
  return Math.sqrt(moment.reduce((sum, value) => sum + value * value, 0)) / 2;
}
