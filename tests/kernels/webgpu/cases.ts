/**
 * What the kernels on WebGPU are tried on beside the shared cases, and how far they may be off.
 */
import * as tf from "@tensorflow/tfjs";
import { batchNorm } from "../../../lib/kernels/mod.ts";
import type { KernelCase } from "../cases.ts";

/**
 * Largest difference from the cpu backend, as a share of the largest number of a result. Float32
 * sums of a few thousand terms in another order differ by about 1e-6; a wrong term shows at 1e-3.
 */
export const TOLERANCE = 2e-5;

/**
 * Beyond the shared cases: sums cut into parts, tiles of every kind, phases without a tap, and two
 * shapes that differ in height and width only, since shapes are constants of the shaders.
 */
export const webgpuCases: readonly KernelCase[] = [
  ...([
    [2, 16, 16, 32, 40, 5, 2],
    [1, 4, 4, 160, 36, 3, 1],
    [2, 6, 6, 4, 4, 2, 3],
    [2, 18, 14, 3, 8, 5, 2],
  ] as const).map(([batch, height, width, inC, outC, kernel, stride]): KernelCase => ({
    name: `conv2d ${batch}x${height}x${width}, ${inC} -> ${outC}, k${kernel} s${stride}`,
    shapes: [[batch, height, width, inC], [kernel, kernel, inC, outC]],
    run: ([x, w]) => [tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, "same")],
    differentiable: true,
  })),
  ...[[3, 2, 2, 6], [3, 4, 5, 6]].map((shape): KernelCase => ({
    name: `batchNorm [${shape}], a row of parameters for each sample`,
    shapes: [shape, [3, 6], [3, 6]],
    run: ([x, gamma, beta]) => [batchNorm(x, gamma, beta, 1e-5, "tanh").y],
    differentiable: true,
  })),
  ...([[1100, 4, 2050], [33, 600, 65], [1500, 24, 1030]] as const).map(([m, k, n]): KernelCase => ({
    name: `matMul [${m},${k}] [${k},${n}]`,
    shapes: [[m, k], [k, n]],
    run: ([a, b]) => [tf.matMul(a, b)],
    differentiable: false,
  })),
  ...([[[0, 1, 2], [3, 9, 8, 20]], [[1, 2], [4, 9, 8, 6]], [[0, 1, 2, 3], [3, 9, 8, 5]]] as const)
    .map(([axes, shape]): KernelCase => ({
      name: `sum and mean of [${shape}] over [${axes}]`,
      shapes: [[...shape]],
      run: ([x]) => [tf.mean(x, [...axes]), tf.sum(x, [...axes], true)],
      differentiable: true,
    })),
];
