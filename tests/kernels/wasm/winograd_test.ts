import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { adamUpdate } from "../../../lib/kernels/adam.ts";
import { install } from "../../../lib/kernels/install.ts";
import { lerp } from "../../../lib/kernels/lerp.ts";
import { rowsAlone } from "../../../lib/kernels/rows_alone.ts";
import {
  type ConvolutionShape,
  convolutionShape,
} from "../../../lib/kernels/wasm/convolution_shape.ts";
import { sessionOf } from "../../../lib/kernels/wasm/heap.ts";
import {
  backwardPlan,
  forwardPlan,
  type WinogradPass,
  type WinogradPlan,
} from "../../../lib/kernels/wasm/winograd_plan.ts";
import {
  type Matrix,
  sizes,
  transpose,
  winograd,
} from "../../../tasks/build_kernels/winograd_template.ts";
import { evaluate, type KernelCase } from "../cases.ts";
import { assertClose } from "../compare.ts";
import { withBlas } from "../with_blas.ts";

const apply = (matrix: Matrix, x: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * x[i], 0));

Deno.test("winograd: the matrices give a convolution, and both gradients of it", () => {
  for (const { m, r } of sizes) {
    const { input, filter, output } = winograd(m, r), n = m + r - 1;
    const x = Array.from({ length: n }, (_, i) => (7 * i) % 5 - 1.5);
    const w = Array.from({ length: r }, (_, i) => 2 * i - 1.25);
    const dy = Array.from({ length: m }, (_, i) => (3 * i) % 4 - 1);
    const products = apply(input, x).map((v, i) => v * apply(filter, w)[i]);
    apply(output, products).forEach((y, i) =>
      assertAlmostEquals(y, w.reduce((sum, tap, j) => sum + tap * x[i + j], 0), 1e-12)
    );
    const back = apply(transpose(output), dy).map((v, i) => v * apply(input, x)[i]);
    apply(transpose(filter), back).forEach((dw, j) =>
      assertAlmostEquals(dw, dy.reduce((sum, d, i) => sum + d * x[i + j], 0), 1e-12)
    );
  }
});

/** Image, filter, stride, padding: sides that tiles divide and do not, every kernel that is covered. */
type Covered = [x: number[], w: number[], stride: number, pad: "same" | "valid"];

const covered: Covered[] = [
  [[1, 32, 32, 32], [3, 3, 32, 40], 1, "same"],
  [[4, 17, 19, 64], [3, 3, 64, 40], 1, "valid"],
  [[4, 33, 31, 48], [2, 2, 48, 64], 1, "same"],
  [[8, 32, 32, 32], [4, 4, 32, 40], 2, "same"],
  [[12, 31, 34, 32], [4, 4, 32, 48], 2, "valid"],
  [[8, 32, 30, 32], [5, 5, 32, 40], 2, "same"],
];
const passesOf = (blas: boolean): [WinogradPass, WinogradPass] => [
  { of: "images", blas },
  { of: "filter", blas },
];
const passes = passesOf(false);
/** With a BLAS it takes more images until the transforms pay. */
const larger = covered.map((
  [[batch, ...image], ...rest],
): Covered => [[4 * batch, ...image], ...rest]);
const shapeOf = ([x, w, strides, pad]: Covered): ConvolutionShape =>
  convolutionShape(x, w, { strides: [strides, strides], pad })!;

type Images = tf.Tensor4D;

const casesOf = (covered: readonly Covered[]): KernelCase[] =>
  covered.map(([x, w, stride, pad]) => ({
    name: `conv2d [${x}] [${w}] stride ${stride}, ${pad}`,
    shapes: [x, w],
    run: ([a, b]) => [tf.conv2d(a as Images, b as Images, stride, pad)],
    differentiable: true,
  }));

/** The same sums, four channels at a time: so few go by the direct kernels, which have their own tests. */
const directly = (covered: readonly Covered[]): KernelCase[] =>
  covered.map(([x, , stride, pad], i) => ({
    ...casesOf(covered)[i],
    run: ([a, b]) => [
      tf.addN(
        Array.from({ length: x[3] / 4 }, (_, k) =>
          tf.conv2d(
            tf.slice(a as Images, [0, 0, 0, 4 * k], [-1, -1, -1, 4]),
            tf.slice(b as Images, [0, 0, 4 * k, 0], [-1, -1, 4, -1]),
            stride,
            pad,
          )),
      ),
    ],
  }));

async function evaluateAll(cases: readonly KernelCase[], threads: number, blas = false) {
  await install("wasm", { threads, blas });
  const results: Float32Array[][] = [];
  for (const one of cases) results.push(await evaluate(one));
  return results;
}

Deno.test("winograd: every tap of a filter is met once", () => {
  const met = (plan: WinogradPlan) => plan.places.flat().filter((at) => at >= 0).toSorted();
  for (const each of covered) {
    const shape = shapeOf(each), taps = [...Array(each[1][0] * each[1][1]).keys()].toSorted();
    const forward = forwardPlan(shape, passes[0]), backward = backwardPlan(shape, passes[0]);
    if (forward) assertEquals(met(forward), taps);
    if (backward) assertEquals(met(backward), taps);
  }
});

/** Each of the three passes is taken by several of the shapes, and each size of tile. */
function assertCovered(covered: readonly Covered[], blas: boolean): void {
  const [images, filter] = passesOf(blas), shapes = covered.map(shapeOf);
  for (
    const plans of [
      shapes.map((shape) => forwardPlan(shape, images)),
      shapes.map((shape) => backwardPlan(shape, images)),
      shapes.map((shape) => forwardPlan(shape, filter)),
    ]
  ) {
    const sides = plans.map((plan) => plan?.side);
    assert(sides.includes(5) && sides.includes(6), `${sides}`);
  }
}

async function assertRight(covered: readonly Covered[], blas: boolean): Promise<void> {
  assertCovered(covered, blas);
  const cases = casesOf(covered);
  const one = await evaluateAll(cases, 1, blas), three = await evaluateAll(cases, 3, blas);
  const expected = await evaluateAll(directly(covered), 2);
  for (const [i, { name }] of cases.entries()) {
    assertClose(one[i], expected[i], 5e-5);
    assertEquals(three[i], one[i], name);
  }
}

Deno.test(
  "winograd: agrees with the direct kernels, in the images and both gradients, on any number of threads",
  () => assertRight(covered, false),
);

Deno.test("winograd: so does it with a BLAS", withBlas, () => assertRight(larger, true));

Deno.test("winograd: rows alone have the same bits in a batch of any size", async () => {
  await install("wasm", { threads: 2 });
  const shape = [32, 32, 32], count = 8;
  const x = tf.randomUniform<tf.Rank.R4>([count, ...shape] as [number, number, number, number]);
  const w = tf.randomUniform<tf.Rank.R4>([4, 4, 32, 40]);
  const run = (x: tf.Tensor4D) => tf.conv2d(x, w, 2, "same");
  const first = async (count: number, alone: boolean) => {
    const y = tf.tidy(() => {
      const some = tf.slice(x, 0, count);
      return tf.slice(alone ? rowsAlone(() => run(some)) : run(some), 0, 1);
    });
    const values = await y.data();
    y.dispose();
    return values;
  };
  assertEquals(await first(count, true), await first(1, true));
  // The two go different ways otherwise.
  assertNotEquals(await first(count, false), await first(1, false));
  tf.dispose([x, w]);
});

Deno.test("winograd: transformed weights are kept in inference, until the filter changes or goes", async () => {
  await install("wasm", { threads: 2 });
  const { kept } = sessionOf(tf.backend())!;
  const x = tf.randomUniform<tf.Rank.R4>([1, 16, 16, 64]);
  const drawn = tf.randomUniform<tf.Rank.R4>([3, 3, 64, 64]), w = tf.variable(drawn);
  drawn.dispose();
  const run = () => tf.conv2d(x, w as tf.Tensor4D, 1, "same");
  const alone = () => rowsAlone(run).data();
  /** The same numbers as a filter of their own. */
  const anew = () =>
    tf.tidy(() => rowsAlone(() => tf.conv2d(x, tf.add(w, 0), 1, "same")).dataSync());
  tf.dispose(run());
  assertEquals(kept.size, 0, "training");
  const first = await alone();
  assertEquals(await alone(), first);
  assertEquals(kept.size, 1);
  assertEquals(anew(), first);
  assertEquals(kept.size, 1, "those of a filter that is gone");

  const [grad, m, v] = [tf.ones(w.shape), tf.zeros(w.shape), tf.zeros(w.shape)];
  const attrs = { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8, step: 1 };
  const changes: [name: string, change: () => unknown][] = [
    ["assigned", () => tf.tidy(() => w.assign(tf.mul(w, 2)))],
    ["learnt", () => adamUpdate([{ param: w, grad, m, v }], attrs)],
    ["averaged", () => lerp([{ target: w, source: grad }], 0.5)],
  ];
  for (const [name, change] of changes) {
    const before = await alone();
    change();
    assertNotEquals(await alone(), before, name);
    assertEquals(await alone(), anew(), name);
    assertEquals(kept.size, 1, name);
  }
  // A pool with a BLAS lays them out in another way.
  const last = await alone();
  await install("wasm", { threads: 3 });
  assertEquals(kept.size, 0);
  assertEquals(await alone(), last);
  tf.dispose([x, w, grad, m, v]);
  assertEquals(kept.size, 0, "a filter that is gone");
});

Deno.test("winograd: what it does not cover, and what would not pay, goes another way", () => {
  const plans = (x: number[], w: number[], stride: number, dilations = 1) => {
    const shape = convolutionShape(x, w, { strides: [stride, stride], pad: "same", dilations })!;
    return passes.flatMap((pass) => [forwardPlan(shape, pass), backwardPlan(shape, pass)]);
  };
  const none = [undefined, undefined, undefined, undefined];
  assertEquals(plans([32, 64, 64, 3], [3, 3, 3, 32], 1), none, "3 channels");
  assertEquals(plans([32, 32, 32, 32], [5, 5, 32, 32], 1), none, "5 taps without a stride");
  assertEquals(plans([32, 32, 32, 32], [1, 1, 32, 32], 1), none, "one tap");
  assertEquals(plans([32, 32, 32, 32], [3, 3, 32, 32], 1, 2), none, "dilation");
  assertEquals(plans([1, 8, 8, 128], [3, 3, 128, 128], 1), none, "a single small image");
  assertEquals(
    plans([8, 4, 4, 256], [5, 5, 256, 256], 2),
    none,
    "weights cost more than they save",
  );
});
