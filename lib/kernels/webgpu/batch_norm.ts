/**
 * Batch normalisation on webgpu.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Activation } from "../activation.ts";
import { BATCH_NORM, BATCH_NORM_GRAD } from "../batch_norm.ts";
import { BATCH_NORM_INFERENCE } from "../batch_norm_inference.ts";
import { columnSums } from "./column_sums.ts";
import { elementwise } from "./elementwise.ts";
import { addKernel, type KernelCall, type KernelResult } from "./own_kernel.ts";
import { parameterSizes } from "./parameter_sizes.ts";
import { activationWgsl } from "./wgsl_activation.ts";

/** Registers Im2imBatchNorm, its gradient and Im2imBatchNormInference for tfjs' webgpu backend. */
export function registerBatchNorm(): void {
  addKernel(BATCH_NORM, forward);
  addKernel(BATCH_NORM_GRAD, backward);
  addKernel(BATCH_NORM_INFERENCE, normalise);
}

function forward({ inputs: { x, gamma, beta }, attrs, backend }: KernelCall): KernelResult {
  const { rows, columns } = parameterSizes(x.shape, [x.shape.length]);
  // Sums of squares lose the variance of data far from zero, so they are taken of the distance to
  // the first row, which lies among the data.
  const [mean, variance] = columnSums(backend, {
    key: "batchNorm statistics",
    groups: 1,
    rows,
    columns,
    reads: { x },
    sums: 2,
    each: "let d = x[i] - x[c]; sum0 += d; sum1 += d * d;",
    finishReads: ["x"],
    outputs: { mean: [columns], variance: [columns] },
    finish: `let d = total0 / ${rows}.0;
mean[p] = x[c] + d;
variance[p] = max(total1 / ${rows}.0 - d * d, T());`,
  });
  const y = normalise({ inputs: { x, gamma, beta, mean, variance }, attrs, backend });
  return [y, mean, variance];
}

/** y, with the statistics given. */
function normalise({ inputs, attrs, backend }: KernelCall): tf.TensorInfo {
  const { x, gamma, beta, mean, variance } = inputs, activation = attrs.activation as Activation;
  return elementwise(backend, {
    key: `batchNorm ${activation} ${attrs.epsilon}`,
    shape: x.shape,
    perSample: gamma.shape.length === 2,
    reads: { x, gamma, beta, mean, variance },
    prelude: activationWgsl(activation) + normalisedWgsl(attrs.epsilon as number),
    body: "out[i] = act(gamma[p] * xHat(i, c) + beta[p]);",
  });
}

// With xHat = (x - mean) / std, g = dy * act' and h = gamma * g:
// dx = (h - mean(h) - xHat * mean(h * xHat)) / std, the means over every axis but the last.
function backward({ inputs, attrs, backend }: KernelCall): KernelResult {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const activation = attrs.activation as Activation, perSample = gamma.shape.length === 2;
  const sizes = parameterSizes(x.shape, gamma.shape), { groups, rows, columns } = sizes;
  const reads = { dy, x, gamma, beta, mean, variance };
  const prelude = activationWgsl(activation) + normalisedWgsl(attrs.epsilon as number) +
    "fn gradOf(i: u32, p: u32, h: T) -> T { return dy[i] * slope(act(gamma[p] * h + beta[p])); }\n";

  // means holds mean(h), then mean(h * xHat): one tensor, since a shader can bind only so many.
  const setMeans = `means[c] = total0 / ${groups * rows}.0;
means[c + ${columns % 4 ? columns : columns / 4}u] = total1 / ${groups * rows}.0;`;
  const parameterGrads = { dgamma: gamma.shape, dbeta: gamma.shape };
  const [dgamma, dbeta, ofAll] = columnSums(backend, {
    ...sizes,
    key: `batchNormGrad sums ${activation} ${attrs.epsilon} ${perSample}`,
    reads,
    sums: 2,
    prelude,
    each: `let h = xHat(i, c);
let g = gradOf(i, p, h);
sum0 += g;
sum1 += g * h;`,
    finishReads: perSample ? [] : ["gamma"],
    outputs: perSample ? parameterGrads : { ...parameterGrads, means: [2, columns] },
    finish: `dbeta[p] = total0; dgamma[p] = total1;${
      perSample ? "" : setMeans.replace(/total./g, "gamma[c] * $&")
    }`,
  });
  const means = ofAll ?? columnSums(backend, {
    key: `batchNormGrad means of ${rows} rows`,
    groups: 1,
    rows: groups,
    columns,
    reads: { gamma, dgamma, dbeta },
    sums: 2,
    each: "sum0 += gamma[i] * dbeta[i]; sum1 += gamma[i] * dgamma[i];",
    outputs: { means: [2, columns] },
    finish: setMeans,
  })[0];
  const dx = elementwise(backend, {
    key: `batchNormGrad ${activation} ${attrs.epsilon}`,
    shape: x.shape,
    perSample,
    reads: { ...reads, means },
    prelude,
    body: `let h = xHat(i, c);
let ofH = means[c];
let ofHX = means[c + ${columns % 4 ? columns : columns / 4}u];
out[i] = (gamma[p] * gradOf(i, p, h) - ofH - h * ofHX) * inverseStd(c);`,
  });
  backend.disposeData(means.dataId);
  return [dx, dgamma, dbeta];
}

function normalisedWgsl(epsilon: number): string {
  return `fn inverseStd(c: u32) -> T { return inverseSqrt(variance[c] + ${epsilon}); }
fn xHat(i: u32, c: u32) -> T { return (x[i] - mean[c]) * inverseStd(c); }
`;
}
