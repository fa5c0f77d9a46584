/**
 * Spectral normalisation on the cpu backend: the reference for the fast ones.
 *
 * @module
 */
import { SPECTRAL_NORM, SPECTRAL_NORM_GRAD } from "../spectral_norm.ts";
import { hostTensor, registerCpuKernel, valuesOf } from "./host_tensor.ts";

/** Keeps the length of a zero vector from dividing by zero. */
const TINY = 1e-12;

function normalise(v: Float64Array): { unit: Float32Array; length: number } {
  const length = Math.hypot(...v);
  return { unit: Float32Array.from(v, (x) => x / (length + TINY)), length };
}

/** Registers Im2imSpectralNorm and Im2imSpectralNormGrad for tfjs' cpu backend. */
export function registerSpectralNorm(): void {
  registerCpuKernel(SPECTRAL_NORM, ({ inputs }) => {
    const w = valuesOf(inputs.w), u = valuesOf(inputs.u);
    const columns = u.length, rows = w.length / columns;
    const wu = new Float64Array(rows), wv = new Float64Array(columns);
    w.forEach((value, i) => wu[Math.floor(i / columns)] += value * u[i % columns]);
    const { unit: v } = normalise(wu);
    w.forEach((value, i) => wv[i % columns] += value * v[Math.floor(i / columns)]);
    // v^T W uNext is the length of W^T v, since uNext is W^T v divided by it.
    const { unit: uNext, length: sigma } = normalise(wv);
    return [
      hostTensor(inputs.w.shape, w.map((value) => value / (sigma + TINY))),
      hostTensor([], Float32Array.of(sigma)),
      hostTensor([rows], v),
      hostTensor([columns], uNext),
    ];
  });

  registerCpuKernel(SPECTRAL_NORM_GRAD, ({ inputs }) => {
    const dy = valuesOf(inputs.dy), wBar = valuesOf(inputs.wBar);
    const v = valuesOf(inputs.v), u = valuesOf(inputs.u);
    const sigma = valuesOf(inputs.sigma)[0] + TINY;
    const along = dy.reduce((sum, g, i) => sum + g * wBar[i], 0);
    const dw = dy.map((g, i) => {
      return (g - along * v[Math.floor(i / u.length)] * u[i % u.length]) / sigma;
    });
    return hostTensor(inputs.dy.shape, dw);
  });
}
