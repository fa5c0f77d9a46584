/**
 * Layer normalisation on webgpu.
 *
 * @module
 */
import type { Activation } from "../activation.ts";
import { LAYER_NORM, LAYER_NORM_GRAD } from "../layer_norm.ts";
import { columnSums } from "./column_sums.ts";
import { elementwise } from "./elementwise.ts";
import { addKernel, type KernelCall, type KernelResult } from "./own_kernel.ts";
import { activationWgsl } from "./wgsl_activation.ts";

/** Registers Im2imLayerNorm and Im2imLayerNormGrad for tfjs' webgpu backend. */
export function registerLayerNorm(): void {
  addKernel(LAYER_NORM, forward);
  addKernel(LAYER_NORM_GRAD, backward);
}

/** [B, ..., C] as B samples of `rows` rows of C. */
function sizesOf(shape: readonly number[]): { batch: number; rows: number; channels: number } {
  const [batch] = shape, channels = shape[shape.length - 1];
  return { batch, channels, rows: shape.reduce((a, b) => a * b, 1) / batch / channels };
}

function forward({ inputs: { x, gamma, beta }, attrs, backend }: KernelCall): KernelResult {
  const activation = attrs.activation as Activation, { batch, rows, channels } = sizesOf(x.shape);
  // As in batch norm: of the distance to the first element, which lies among the data.
  const [mean, variance] = columnSums(backend, {
    key: "layerNorm statistics",
    groups: batch,
    rows: rows * channels,
    columns: 1,
    reads: { x },
    sums: 2,
    each: `let d = x[i] - x[group * ${rows * channels}u]; sum0 += d; sum1 += d * d;`,
    finishReads: ["x"],
    outputs: { mean: [batch], variance: [batch] },
    finish: `let d = total0 / ${rows * channels}.0;
mean[p] = x[group * ${rows * channels}u] + d;
variance[p] = max(total1 / ${rows * channels}.0 - d * d, 0.0);`,
  });
  const y = elementwise(backend, {
    key: `layerNorm ${activation} ${attrs.epsilon}`,
    shape: x.shape,
    reads: { x, gamma, beta },
    scalars: { mean, variance },
    prelude: activationWgsl(activation) + normalisedWgsl(attrs.epsilon as number),
    body: `out[i] = act(gamma[c] * xHat(i, row / ${rows}u) + beta[c]);`,
  });
  return [y, mean, variance];
}

// With g = dy * act' and h = gamma * g: dx = (h - mean(h) - xHat * mean(h * xHat)) / std, the means
// over each sample.
function backward({ inputs, attrs, backend }: KernelCall): KernelResult {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const activation = attrs.activation as Activation, { batch, rows, channels } = sizesOf(x.shape);
  const settings = `${activation} ${attrs.epsilon} ${rows}`;
  const reads = { dy, x, gamma, beta }, scalars = { mean, variance };
  const prelude = activationWgsl(activation) + normalisedWgsl(attrs.epsilon as number) +
    "fn gradOf(i: u32, c: u32, h: T) -> T { return dy[i] * slope(act(gamma[c] * h + beta[c])); }\n";
  const [dgamma, dbeta] = columnSums(backend, {
    key: `layerNormGrad sums ${settings}`,
    groups: 1,
    rows: batch * rows,
    columns: channels,
    reads,
    scalars,
    sums: 2,
    prelude,
    each: `let h = xHat(i, r / ${rows}u); let g = gradOf(i, c, h); sum0 += g; sum1 += g * h;`,
    outputs: { dgamma: [channels], dbeta: [channels] },
    finish: "dbeta[p] = total0; dgamma[p] = total1;",
  });
  const [ofH, ofHX] = columnSums(backend, {
    key: `layerNormGrad means ${settings} ${channels}`,
    groups: batch,
    rows: rows * channels,
    columns: 1,
    reads,
    scalars,
    sums: 2,
    prelude,
    each: `let channel = r % ${channels}u;
let h = xHat(i, group);
let g = gamma[channel] * gradOf(i, channel, h);
sum0 += g;
sum1 += g * h;`,
    outputs: { ofH: [batch], ofHX: [batch] },
    finish: `ofH[p] = total0 / ${rows * channels}.0; ofHX[p] = total1 / ${rows * channels}.0;`,
  });
  const dx = elementwise(backend, {
    key: `layerNormGrad ${settings}`,
    shape: x.shape,
    reads,
    scalars: { ...scalars, ofH, ofHX },
    prelude,
    body: `let sample = row / ${rows}u;
let h = xHat(i, sample);
out[i] = (gamma[c] * gradOf(i, c, h) - ofH[sample] - h * ofHX[sample]) * inverseStd(sample);`,
  });
  backend.disposeData(ofH.dataId);
  backend.disposeData(ofHX.dataId);
  return [dx, dgamma, dbeta];
}

function normalisedWgsl(epsilon: number): string {
  return `fn inverseStd(sample: u32) -> f32 { return inverseSqrt(variance[sample] + ${epsilon}); }
fn xHat(i: u32, sample: u32) -> T { return (x[i] - mean[sample]) * inverseStd(sample); }
`;
}
