import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  adamUpdate,
  batchNorm,
  biasActivation,
  install,
  lerp,
  spectralNorm,
} from "../../lib/kernels/mod.ts";
import { fill, type KernelCase, kernelCases } from "./cases.ts";

await install("cpu");

/** Elements of each input whose gradient is checked: finite differences of all would take long. */
const PROBES = 5;
/** Wide enough for float32, narrow enough for tanh. */
const STEP = 1e-2;

/** sum(weights * first result), for one input moved at one element. */
function loss({ shapes, run }: KernelCase, input: number, element: number, by: number): number {
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => fill(shape, i + 1));
    const values = inputs[input].dataSync().slice();
    values[element] += by;
    inputs[input] = tf.tensor(values, shapes[input]);
    const y = run(inputs)[0];
    const out = y.dataSync<"float32">(), weights = fill(y.shape, 99).dataSync();
    return out.reduce((sum, v, i) => sum + v * weights[i], 0);
  });
}

function gradients({ shapes, run }: KernelCase): Float32Array[] {
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => fill(shape, i + 1));
    const dy = fill(run(inputs)[0].shape, 99);
    const all = tf.grads((...xs: tf.Tensor[]) => run(xs)[0])(inputs, dy);
    return all.map((g) => g.dataSync().slice() as Float32Array);
  });
}

// relu's kinks break finite differences now and then, so the smooth activations stand for it; its
// slope is tested by hand below. u's gradient is zero by definition.
const smooth = kernelCases.filter(({ name, differentiable }) =>
  differentiable && /^(bias|affine|batchNorm)/.test(name) && /linear|tanh/.test(name) &&
  !name.includes("33,31")
);

for (const kernelCase of smooth) {
  Deno.test(`gradient equals finite differences: ${kernelCase.name}`, () => {
    gradients(kernelCase).forEach((gradient, input) => {
      for (let probe = 0; probe < PROBES; probe++) {
        const element = probe * 7919 % gradient.length;
        const numeric = (loss(kernelCase, input, element, STEP) -
          loss(kernelCase, input, element, -STEP)) / (2 * STEP);
        assertAlmostEquals(
          gradient[element],
          numeric,
          2e-3 * Math.max(1, Math.abs(numeric)) + 3e-3,
        );
      }
    });
  });
}

Deno.test("spectralNorm divides by the largest singular value and keeps the vectors constant", () => {
  // diag(3, 1): power iteration from a vector near the first axis.
  const w = tf.tensor2d([[3, 0], [0, 1]]), u = tf.tensor1d([1, 0]);
  const { weight, sigma, u: next } = spectralNorm(w, u);
  assertAlmostEquals(sigma.dataSync()[0], 3, 1e-6);
  assertEquals([...next.dataSync()], [1, 0]);
  assertAlmostEquals(weight.dataSync()[3], 1 / 3, 1e-6);
  // dw = (dy - <dy, wBar> v u^T) / sigma with dy = all ones: <dy, wBar> = 4/3, v = u = (1, 0).
  const dw = tf.grad((m) => spectralNorm(m, u).weight)(w, tf.ones([2, 2]));
  const expected = [(1 - 4 / 3) / 3, 1 / 3, 1 / 3, 1 / 3];
  dw.dataSync().forEach((v, i) => assertAlmostEquals(v, expected[i], 1e-6));
  tf.dispose([w, u, weight, sigma, next, dw]);
});

Deno.test("leaky ReLU's slope is 0.2 below zero and 1 above", () => {
  const x = tf.tensor2d([[-2, 3]]), b = tf.tensor1d([1, 1]);
  const y = biasActivation(x, b, "leakyRelu");
  const [dx, db] = tf.grads((x, b) => biasActivation(x, b, "leakyRelu"))(
    [x, b],
    tf.tensor2d([[10, 10]]),
  );
  const close = (t: tf.Tensor, expected: number[]) =>
    t.dataSync().forEach((v, i) => assertAlmostEquals(v, expected[i], 1e-6));
  close(y, [-0.2, 4]);
  close(dx, [2, 10]);
  close(db, [2, 10]);
  tf.dispose([x, b, y, dx, db]);
});

Deno.test("batchNorm of a large mean keeps the variance", () => {
  const x = tf.tensor2d([[4095], [4096], [4097]]);
  const { y, mean, variance } = batchNorm(x, tf.ones([1]), tf.zeros([1]), 0, "linear");
  assertEquals(mean.dataSync()[0], 4096);
  assertAlmostEquals(variance.dataSync()[0], 2 / 3, 1e-6);
  assertAlmostEquals(y.dataSync()[2], Math.sqrt(1.5), 1e-6);
  tf.dispose([x, y, mean, variance]);
});

Deno.test("Adam's first step moves every weight by the step size", () => {
  const slot = {
    param: tf.tensor1d([1, 2]),
    grad: tf.tensor1d([5, -0.1]),
    m: tf.zeros([2]),
    v: tf.zeros([2]),
  };
  adamUpdate([slot], { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 1 });
  assertAlmostEquals(slot.param.dataSync()[0], 0.9, 1e-5);
  assertAlmostEquals(slot.param.dataSync()[1], 2.1, 1e-5);
  assertAlmostEquals(slot.m.dataSync()[0], 2.5, 1e-6);
  tf.dispose(Object.values(slot));
});

Deno.test("lerp moves by the weight, and 1 copies exactly", () => {
  const target = tf.tensor1d([1, 3]), source = tf.tensor1d([2, 0.1]);
  lerp([{ target, source }], 0.5);
  assertAlmostEquals(target.dataSync()[0], 1.5, 1e-6);
  lerp([{ target, source }], 1);
  assertEquals(target.dataSync(), source.dataSync());
  tf.dispose([target, source]);
});
