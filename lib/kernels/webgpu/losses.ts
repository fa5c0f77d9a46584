/**
 * The fused losses on webgpu: each is one dispatch, and its gradient another. They are short sums: a
 * single workgroup takes less time than a second dispatch would.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { LABEL_LOSS, LABEL_LOSS_GRAD, type LabelLossAttrs } from "../label_loss.ts";
import {
  LOGIT_LOSS,
  LOGIT_LOSS_GRAD,
  type LogitLossAttrs,
  type LogitPenalty,
} from "../logit_loss.ts";
import { SQUARED_ERROR, SQUARED_ERROR_GRAD } from "../squared_error.ts";
import { columnSums } from "./column_sums.ts";
import { dispatch } from "./dispatch.ts";
import { elementwise } from "./elementwise.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { halvingSum } from "./halving_sum.ts";
import { addKernel } from "./own_kernel.ts";
import { type Binding, flatGrid, programFor } from "./program.ts";
import { reducingThreads } from "./shader_style.ts";

/** Registers the losses and their gradients for tfjs' webgpu backend. */
export function registerLosses(): void {
  addKernel(LOGIT_LOSS, ({ inputs, attrs, backend }) => {
    const { penalty, targets } = attrs as unknown as LogitLossAttrs;
    const xs = targets.map((_, i) => inputs[i]), [batch] = xs[0].shape;
    return batchSum(backend, `logitLoss ${penalty} ${targets}`, batch, xs, {
      each: targets.map((t, i) => `sum += ${logitWgsl(penalty, `${t}.0 * x${i}[i]`).loss};`),
    });
  });

  addKernel(LOGIT_LOSS_GRAD, ({ inputs, attrs, backend }) => {
    const { penalty, targets } = attrs as unknown as LogitLossAttrs;
    const xs = targets.map((_, i) => inputs[`x${i}`]), [batch] = xs[0].shape;
    return batchGradient(backend, `logitLossGrad ${penalty} ${targets}`, inputs.dy, {}, xs, {
      each: targets.map((t, i) => {
        const { slope } = logitWgsl(penalty, `${t}.0 * x${i}[i]`);
        return `dx${i}[i] = dy[0] * ${t / batch} * (${slope});`;
      }),
    });
  });

  addKernel(LABEL_LOSS, ({ inputs, attrs, backend }) => {
    const { weights } = attrs as unknown as LabelLossAttrs, c = inputs[0];
    const xs = weights.map((_, i) => inputs[i + 1]), [batch] = c.shape;
    return batchSum(backend, `labelLoss ${JSON.stringify(weights)} ${c.shape}`, batch, xs, {
      reads: { c },
      each: weights.map((w, i) =>
        labelWgsl(`x${i}`, w, c, "sum += wanted * (log(total) + top - x);")
      ),
    });
  });

  addKernel(LABEL_LOSS_GRAD, ({ inputs, attrs, backend }) => {
    const { weights } = attrs as unknown as LabelLossAttrs, { c, dy } = inputs;
    const xs = weights.map((_, i) => inputs[`x${i}`]), [batch] = c.shape;
    const key = `labelLossGrad ${JSON.stringify(weights)} ${c.shape}`;
    return batchGradient(backend, key, dy, { c }, xs, {
      each: weights.map((w, i) =>
        labelWgsl(
          `x${i}`,
          w,
          c,
          `dx${i}[at] = dy[0] * ${1 / batch} * (all * exp(x - top) / total - wanted);`,
        )
      ),
    });
  });

  addKernel(SQUARED_ERROR, ({ inputs: { a, b }, backend }) => {
    const rows = a.shape.reduce((n, side) => n * side, 1);
    const [loss] = columnSums(backend, {
      key: "squaredError",
      groups: 1,
      rows,
      columns: 1,
      reads: { a, b },
      sums: 1,
      each: "let d = a[i] - b[i]; sum0 += d * d;",
      outputs: { loss: [] },
      finish: `loss[p] = total0 * ${1 / rows};`,
    });
    return loss;
  });

  addKernel(SQUARED_ERROR_GRAD, ({ inputs: { dy, a, b }, backend }) =>
    elementwise(backend, {
      key: "squaredErrorGrad",
      shape: a.shape,
      reads: { a, b },
      scalars: { dy },
      body: `out[i] = dy[0] * ${2 / a.shape.reduce((n, side) => n * side, 1)} * (a[i] - b[i]);`,
    }));
}

/** The penalty of m, and its slope in m. */
function logitWgsl(penalty: LogitPenalty, m: string): { loss: string; slope: string } {
  switch (penalty) {
    case "softplus":
      return {
        loss: `max(-(${m}), 0.0) + log1p(exp(-abs(${m})))`,
        slope: `-1.0 / (1.0 + exp(min(${m}, 80.0)))`,
      };
    case "hinge":
      return { loss: `max(1.0 - ${m}, 0.0)`, slope: `select(0.0, -1.0, ${m} < 1.0)` };
    case "linear":
      return { loss: `-(${m})`, slope: "-1.0" };
  }
}

/**
 * One sample i of one batch of class logits: `each` runs for every class, with x its logit, `at` where
 * that lies, `wanted` its weight; `all` is the sum of these, and log(total) + top that of the logits'
 * exponentials.
 */
function labelWgsl(
  x: string,
  weights: readonly number[],
  c: tf.TensorInfo,
  each: string,
): string {
  const labels = c.shape[1], width = weights.length, classes = labels * width;
  return `{
    let first = i * ${classes}u;
    var top = ${x}[first];
    for (var j = 1u; j < ${classes}u; j++) { top = max(top, ${x}[first + j]); }
    var total = 0.0;
    for (var j = 0u; j < ${classes}u; j++) { total += exp(${x}[first + j] - top); }
    var all = 0.0;
    for (var k = 0u; k < ${labels}u; k++) { all += c[i * ${labels}u + k]; }
    all *= ${weights.reduce((sum, w) => sum + w, 0)};
    for (var k = 0u; k < ${labels}u; k++) {
      ${
    weights.map((weight, w) =>
      `{
        let at = first + k * ${width}u + ${w}u;
        let x = ${x}[at];
        let wanted = f32(${weight}) * c[i * ${labels}u + k];
        ${each}
      }`
    ).join("\n      ")
  }
    }
  }`;
}

interface PerSample {
  /** Tensors beside the logits, by name. */
  readonly reads?: Readonly<Record<string, tf.TensorInfo>>;
  /** WGSL for one sample i, for each batch of logits x0, x1, ... */
  readonly each: readonly string[];
}

const named = (prefix: string, access: Binding["access"]) => (_: unknown, i: number): Binding => ({
  name: `${prefix}${i}`,
  access,
  type: "array<f32>",
});

const bind = (reads: Readonly<Record<string, tf.TensorInfo>>) =>
  Object.keys(reads).map((name): Binding => ({ name, access: "read", type: "array<f32>" }));

// log(1 + x) loses all digits of a small x; this form, Kahan's, keeps them.
const log1p = `fn log1p(x: f32) -> f32 {
  let u = 1.0 + x;
  return select(log(u) * x / (u - 1.0), x, u == 1.0);
}`;

/** The mean over samples of what \`each\` adds to \`sum\`. */
function batchSum(
  backend: GpuBackend,
  key: string,
  batch: number,
  xs: readonly tf.TensorInfo[],
  { reads = {}, each }: PerSample,
): tf.TensorInfo {
  const threads = reducingThreads(backend);
  const program = programFor(backend, `${key} ${batch}`, () => ({
    label: key,
    threads,
    grid: [1, 1, 1],
    bindings: [
      ...bind(reads),
      ...xs.map(named("x", "read")),
      { name: "loss", access: "read_write", type: "array<f32>" },
    ],
    prelude: `var<workgroup> pile: array<f32, ${threads}>;\n${log1p}`,
    body: `  var sum = 0.0;
  for (var i = lid; i < ${batch}u; i += ${threads}u) {
    ${each.join("\n    ")}
  }
  pile[lid] = sum;
  workgroupBarrier();
${halvingSum(["pile"], threads, 1)}  if (lid == 0u) { loss[0] = pile[0] * ${1 / batch}; }`,
  }));
  const loss = emptyTensor(backend, []);
  dispatch(backend, program, [...Object.values(reads), ...xs, loss]);
  return loss;
}

/** The gradients with respect to the logits, a thread for each sample. */
function batchGradient(
  backend: GpuBackend,
  key: string,
  dy: tf.TensorInfo,
  reads: Readonly<Record<string, tf.TensorInfo>>,
  xs: readonly tf.TensorInfo[],
  { each }: PerSample,
): tf.TensorInfo[] {
  const [batch] = xs[0].shape;
  const program = programFor(backend, `${key} ${batch}`, () => ({
    label: key,
    threads: 64,
    grid: flatGrid(Math.ceil(batch / 64)),
    bindings: [
      ...bind({ dy, ...reads }),
      ...xs.map(named("x", "read")),
      ...xs.map(named("dx", "read_write")),
    ],
    body: `  let i = flat;
  if (i >= ${batch}u) { return; }
  ${each.join("\n  ")}`,
  }));
  const dxs = xs.map(({ shape }) => emptyTensor(backend, shape));
  dispatch(backend, program, [dy, ...Object.values(reads), ...xs, ...dxs]);
  return dxs;
}
