/**
 * What every backend's kernels are tried on: shapes that divide no tile, each kernel's values and
 * its gradients. The cpu backend's answers are the reference.
 */
import * as tf from "@tensorflow/tfjs";
import {
  type Activation,
  adamUpdate,
  affineActivation,
  batchNorm,
  biasActivation,
  lerp,
  spectralNorm,
} from "../../lib/kernels/mod.ts";

/** One call to try. */
export interface KernelCase {
  readonly name: string;
  /** Shapes of the inputs, which are filled with the same random numbers on every backend. */
  readonly shapes: readonly number[][];
  /** The call; its first result is differentiated by every input, if differentiable. */
  readonly run: (inputs: tf.Tensor[]) => tf.Tensor[];
  /** Whether gradients are compared too. */
  readonly differentiable: boolean;
}

const activations: Activation[] = ["linear", "relu", "leakyRelu", "tanh"];

function convolutions(): KernelCase[] {
  // batch, height, width, in, out, kernel, stride, pad
  const table: [number, number, number, number, number, number, number, "same" | "valid"][] = [
    [1, 5, 7, 1, 1, 3, 1, "same"],
    [2, 8, 8, 3, 8, 5, 2, "same"],
    [3, 9, 6, 3, 5, 4, 2, "valid"],
    [2, 7, 9, 5, 3, 3, 2, "same"],
    [7, 4, 4, 16, 48, 5, 2, "same"],
    [2, 11, 10, 48, 7, 3, 1, "valid"],
    [3, 6, 6, 7, 16, 1, 1, "same"],
    [2, 6, 7, 8, 9, 1, 2, "valid"],
    [1, 13, 12, 9, 12, 4, 2, "same"],
    [6, 2, 2, 10, 11, 5, 2, "same"],
    [3, 9, 7, 16, 3, 3, 1, "same"],
    [2, 8, 11, 9, 4, 4, 1, "valid"],
  ];
  return table.flatMap(([batch, height, width, inC, outC, kernel, stride, pad]) => {
    const words = `${batch}x${height}x${width}, ${inC} -> ${outC}, k${kernel} s${stride} ${pad}`;
    const image = [batch, height, width, inC], filter = [kernel, kernel, inC, outC];
    const outH = pad === "same"
      ? Math.ceil(height / stride)
      : Math.ceil((height - kernel + 1) / stride);
    const outW = pad === "same"
      ? Math.ceil(width / stride)
      : Math.ceil((width - kernel + 1) / stride);
    return [
      {
        name: `conv2d ${words}`,
        shapes: [image, filter],
        run: ([x, w]) => [tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad)],
        differentiable: true,
      },
      {
        name: `conv2dTranspose ${words}`,
        shapes: [[batch, outH, outW, outC], filter],
        run: ([x, w]) => [
          tf.conv2dTranspose(
            x as tf.Tensor4D,
            w as tf.Tensor4D,
            image as [number, number, number, number],
            stride,
            pad,
          ),
        ],
        differentiable: true,
      },
    ] satisfies KernelCase[];
  });
}

function paddedConvolution(): KernelCase {
  return {
    name: "conv2d with explicit padding 1, 2, 0, 3",
    shapes: [[2, 6, 5, 4], [3, 3, 4, 9]],
    run: ([x, w]) => [
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, [[0, 0], [1, 2], [0, 3], [0, 0]]),
    ],
    differentiable: true,
  };
}

function products(): KernelCase[] {
  const table: [number[], number[], boolean, boolean][] = [
    [[5, 7], [7, 3], false, false],
    [[16, 48], [48, 33], false, false],
    [[7, 13], [7, 8], true, false],
    [[9, 20], [17, 20], false, true],
    [[5, 6], [7, 5], true, true],
    [[3, 4, 5], [3, 5, 6], false, false],
    [[2, 5, 4], [2, 5, 9], true, false],
    [[1, 4, 5], [3, 5, 6], false, false],
  ];
  return table.map(([a, b, transposeA, transposeB]) => ({
    name: `matMul [${a}]${transposeA ? "^T" : ""} [${b}]${transposeB ? "^T" : ""}`,
    shapes: [a, b],
    run: ([x, y]) => [tf.matMul(x, y, transposeA, transposeB)],
    // tfjs itself has no gradient for a broadcast batch of rank 3
    differentiable: a.length === 2 || a[0] === b[0],
  }));
}

/** Shapes of x: few and many channels, a length that 4 does not divide, several chunks. */
const channelShapes = [[3, 5, 3, 3], [2, 3, 3, 1], [3, 7, 5, 6], [2, 16], [3, 33, 31, 8], [5, 48]];

function perChannel(): KernelCase[] {
  const cases: KernelCase[] = [];
  channelShapes.forEach((shape, i) => {
    const own = [shape[0], shape[shape.length - 1]], shared = own.slice(1);
    for (const activation of activations) {
      cases.push({
        name: `bias [${shape}] ${activation}`,
        shapes: [shape, shared],
        run: ([x, b]) => [biasActivation(x, b, activation)],
        differentiable: true,
      });
    }
    // Both forms of the parameters on every shape, with the activations in turn.
    for (const parameters of [shared, own]) {
      const activation = activations[(i + parameters.length) % activations.length];
      const words = `[${shape}] parameters [${parameters}] ${activation}`;
      cases.push({
        name: `affine ${words}`,
        shapes: [shape, parameters, parameters],
        run: ([x, scale, shift]) => [affineActivation(x, scale, shift, activation)],
        differentiable: true,
      }, {
        name: `batchNorm ${words}`,
        shapes: [shape, parameters, parameters],
        run: ([x, gamma, beta]) => {
          const { y, mean, variance } = batchNorm(x, gamma, beta, 1e-5, activation);
          return [y, mean, variance];
        },
        differentiable: true,
      });
    }
  });
  return cases;
}

function spectral(): KernelCase[] {
  return [[3, 3, 5, 7], [5, 5, 16, 48], [40, 1]].map((shape) => ({
    name: `spectralNorm [${shape}]`,
    shapes: [shape, [shape[shape.length - 1]]],
    run: ([w, u]) => {
      const { weight, sigma, u: next } = spectralNorm(w, u);
      return [weight, sigma, next];
    },
    differentiable: true,
  }));
}

/** The in-place kernels on copies of their inputs; the copies are the results. */
function inPlace(): KernelCase[] {
  const shapes = [[3, 5], [1], [33, 1001]];
  return [
    {
      name: "adam",
      shapes: shapes.flatMap((shape) => [shape, shape, shape, shape]),
      run: (inputs) => {
        const own = inputs.map((t, i) => i % 4 === 3 ? tf.square(t) : tf.add(t, 0));
        const slots = shapes.map((_, i) => {
          const [param, grad, m, v] = own.slice(4 * i);
          return { param, grad, m, v };
        });
        const attrs = { learningRate: 0.01, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
        adamUpdate(slots, { ...attrs, step: 3 });
        adamUpdate(slots, { ...attrs, step: 4 });
        return own;
      },
      differentiable: false,
    },
    ...[0.25, 1].map((weight): KernelCase => ({
      name: `lerp ${weight}`,
      shapes: shapes.flatMap((shape) => [shape, shape]),
      run: (inputs) => {
        const own = inputs.map((t) => tf.add(t, 0));
        lerp(shapes.map((_, i) => ({ target: own[2 * i], source: own[2 * i + 1] })), weight);
        return own;
      },
      differentiable: false,
    })),
  ];
}

/** Every case. */
export const kernelCases: readonly KernelCase[] = [
  ...convolutions(),
  paddedConvolution(),
  ...products(),
  ...perChannel(),
  ...spectral(),
  ...inPlace(),
];

/** Numbers in (-1, 1) that are the same on every backend. */
export function fill(shape: readonly number[], seed: number): tf.Tensor {
  let state = seed * 2654435761 + 12345;
  const values = Float32Array.from({ length: shape.reduce((n, side) => n * side, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(values, [...shape]);
}

/**
 * A case's results and gradients on tfjs' present backend: those of the sum of its first result,
 * weighted by random numbers.
 */
export async function evaluate(kernelCase: KernelCase): Promise<Float32Array[]> {
  const { shapes, run, differentiable } = kernelCase;
  const results = tf.tidy(() => {
    const inputs = shapes.map((shape, i) => fill(shape, i + 1));
    const outputs = run(inputs);
    if (!differentiable) return outputs;
    const dy = fill(outputs[0].shape, 99);
    const gradients = tf.grads((...xs: tf.Tensor[]) => run(xs)[0])(inputs, dy);
    return [...outputs, ...gradients];
  });
  const values = await Promise.all(results.map((t) => t.data() as Promise<Float32Array>));
  tf.dispose(results);
  return values;
}
