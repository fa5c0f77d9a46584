/**
 * Spectral normalisation on webgpu.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { SPECTRAL_NORM, SPECTRAL_NORM_GRAD } from "../spectral_norm.ts";
import { columnSums } from "./column_sums.ts";
import { dispatch } from "./dispatch.ts";
import { elementwise } from "./elementwise.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { addKernel, type KernelCall, type KernelResult } from "./own_kernel.ts";
import { flatGrid, programFor } from "./program.ts";
import { halvingSum } from "./halving_sum.ts";
import { reducingThreads } from "./shader_style.ts";

/** Keeps the length of a zero vector from dividing by zero. */
const TINY = "1e-12";

/** Registers Im2imSpectralNorm and Im2imSpectralNormGrad for tfjs' webgpu backend. */
export function registerSpectralNorm(): void {
  addKernel(SPECTRAL_NORM, forward);
  addKernel(SPECTRAL_NORM_GRAD, backward);
}

// W u and W^T W u are left at their lengths; one small kernel then makes v, uNext and sigma of them.
function forward({ inputs: { w, u }, backend }: KernelCall): KernelResult {
  const columns = u.shape[0], rows = w.shape.reduce((a, b) => a * b, 1) / columns;
  const wu = timesVector(backend, w, u, rows, columns);
  const [wwu] = columnSums(backend, {
    key: "spectralNorm W^T W u",
    groups: 1,
    rows,
    columns,
    reads: { w },
    scalars: { wu },
    sums: 1,
    each: "sum0 += w[i] * wu[r];",
    outputs: { wwu: [columns] },
    finish: "wwu[p] = total0;",
  });
  const v = emptyTensor(backend, [rows]), uNext = emptyTensor(backend, [columns]);
  const sigma = emptyTensor(backend, []);
  dispatch(backend, normalise(backend, rows, columns), [wu, wwu, v, uNext, sigma]);
  backend.disposeData(wu.dataId);
  backend.disposeData(wwu.dataId);
  const wBar = elementwise(backend, {
    key: "spectralNorm divide",
    shape: w.shape,
    reads: { w },
    scalars: { sigma },
    body: `out[i] = w[i] / (sigma[0] + ${TINY});`,
  });
  return [wBar, sigma, v, uNext];
}

function backward({ inputs: { dy, wBar, sigma, v, u }, backend }: KernelCall): KernelResult {
  const size = dy.shape.reduce((a, b) => a * b, 1);
  const [along] = columnSums(backend, {
    key: "spectralNormGrad along",
    groups: 1,
    rows: size,
    columns: 1,
    reads: { dy, wBar },
    sums: 1,
    each: "sum0 += dy[i] * wBar[i];",
    outputs: { along: [] },
    finish: "along[p] = total0;",
  });
  const dw = elementwise(backend, {
    key: "spectralNormGrad",
    shape: dy.shape,
    reads: { dy, u },
    scalars: { sigma, v, along },
    body: `out[i] = (dy[i] - along[0] * v[row] * u[c]) / (sigma[0] + ${TINY});`,
  });
  backend.disposeData(along.dataId);
  return dw;
}

/** W u: a workgroup for each row of W. */
function timesVector(
  backend: GpuBackend,
  w: tf.TensorInfo,
  u: tf.TensorInfo,
  rows: number,
  columns: number,
): tf.TensorInfo {
  const threads = 64;
  const program = programFor(backend, `spectralNorm W u ${rows} x ${columns}`, () => {
    const grid = flatGrid(rows);
    return {
      label: "spectralNorm W u",
      threads,
      grid,
      bindings: [
        { name: "w", access: "read", type: "array<f32>" },
        { name: "u", access: "read", type: "array<f32>" },
        { name: "wu", access: "read_write", type: "array<f32>" },
      ],
      prelude: `var<workgroup> pile: array<f32, ${threads}>;`,
      body: `  let row = wid.x + ${grid[0]}u * wid.y;
  var sum = 0.0;
  if (row < ${rows}u) {
    for (var c = lid; c < ${columns}u; c += ${threads}u) { sum += w[row * ${columns}u + c] * u[c]; }
  }
  pile[lid] = sum;
  workgroupBarrier();
${halvingSum(["pile"], threads, 1)}  if (lid == 0u && row < ${rows}u) { wu[row] = pile[0]; }`,
    };
  });
  const wu = emptyTensor(backend, [rows]);
  dispatch(backend, program, [w, u, wu]);
  return wu;
}

/**
 * v = Wu / |Wu|, uNext = W^T v / |W^T v|, sigma = |W^T v|, out of Wu and W^T W u; one workgroup, as
 * both are short.
 */
function normalise(backend: GpuBackend, rows: number, columns: number) {
  const threads = reducingThreads(backend);
  return programFor(backend, `spectralNorm normalise ${rows} x ${columns}`, () => ({
    label: "spectralNorm normalise",
    threads,
    grid: [1, 1, 1],
    bindings: [
      { name: "wu", access: "read", type: "array<f32>" },
      { name: "wwu", access: "read", type: "array<f32>" },
      { name: "v", access: "read_write", type: "array<f32>" },
      { name: "uNext", access: "read_write", type: "array<f32>" },
      { name: "sigma", access: "read_write", type: "array<f32>" },
    ],
    prelude: `var<workgroup> pileV: array<f32, ${threads}>;
var<workgroup> pileU: array<f32, ${threads}>;`,
    body: `  var squaresV = 0.0;
  var squaresU = 0.0;
  for (var i = lid; i < ${rows}u; i += ${threads}u) { squaresV += wu[i] * wu[i]; }
  for (var i = lid; i < ${columns}u; i += ${threads}u) { squaresU += wwu[i] * wwu[i]; }
  pileV[lid] = squaresV;
  pileU[lid] = squaresU;
  workgroupBarrier();
${halvingSum(["pileV", "pileU"], threads, 1)}  let lengthV = sqrt(pileV[0]) + ${TINY};
  let lengthU = sqrt(pileU[0]) / lengthV;
  let toU = 1.0 / (lengthV * (lengthU + ${TINY}));
  for (var i = lid; i < ${rows}u; i += ${threads}u) { v[i] = wu[i] / lengthV; }
  for (var i = lid; i < ${columns}u; i += ${threads}u) { uNext[i] = wwu[i] * toU; }
  if (lid == 0u) { sigma[0] = lengthU; }`,
  }));
}
