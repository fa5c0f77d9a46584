import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { findBlas } from "../../lib/kernels/blas/library.ts";
import { install } from "../../lib/kernels/install.ts";
import { evaluate, type KernelCase, kernelCases } from "./cases.ts";
import { assertClose } from "./compare.ts";
import { withBlas } from "./with_blas.ts";

type Images = tf.Tensor4D;

/** Shapes that the BLAS takes: positions, depths and columns that divide no block of its tasks. */
const large: KernelCase[] = [
  convolution([9, 33, 31, 13], [5, 5, 13, 22], 2, "same"),
  convolution([3, 64, 64, 3], [5, 5, 3, 32], 2, "same"),
  convolution([2, 17, 19, 40], [3, 3, 40, 70], 1, "valid"),
  convolution([3, 8, 8, 136], [4, 4, 136, 33], 2, "same"),
  convolution([4, 17, 19, 24], [5, 5, 24, 36], 2, "same"),
  convolution([2, 4, 4, 260], [5, 5, 260, 132], 2, "same"),
  convolution([7, 9, 9, 65], [1, 1, 65, 35], 1, "same"),
  convolution([7, 9, 9, 65], [1, 1, 65, 35], 2, "same"),
  {
    name: "conv2dTranspose",
    shapes: [[6, 8, 9, 129], [4, 4, 35, 129]],
    run: ([x, w]) => [tf.conv2dTranspose(x as Images, w as Images, [6, 16, 18, 35], 2, "same")],
    differentiable: true,
  },
  ...[[150, 333, 201], [32, 105, 1100], [700, 30, 50], [40, 2000, 24]].map(
    ([m, k, n]): KernelCase => ({
      name: `matMul [${m},${k}] [${k},${n}]`,
      shapes: [[m, k], [k, n]],
      run: ([a, b]) => [tf.matMul(a, b)],
      differentiable: true,
    }),
  ),
];

function convolution(
  image: [number, number, number, number],
  filter: [number, number, number, number],
  stride: number,
  pad: "same" | "valid",
): KernelCase {
  return {
    name: `conv2d [${image}] [${filter}] stride ${stride}, ${pad}`,
    shapes: [image, filter],
    run: ([x, w]) => [tf.conv2d(x as Images, w as Images, stride, pad)],
    differentiable: true,
  };
}

async function evaluateAll(cases: readonly KernelCase[]): Promise<Float32Array[][]> {
  const results: Float32Array[][] = [];
  for (const kernelCase of cases) results.push(await evaluate(kernelCase));
  return results;
}

Deno.test("with a BLAS, every kernel agrees with cpu", withBlas, async () => {
  const cases = [...kernelCases, ...large];
  await install("cpu");
  const expected = await evaluateAll(cases);
  await install("wasm", { threads: 2, blas: true });
  const actual = await evaluateAll(cases);
  cases.forEach(({ name }, i) => {
    try {
      assertClose(actual[i], expected[i], i < kernelCases.length ? 2e-5 : 1e-4);
    } catch (error) {
      throw new Error(name, { cause: error });
    }
  });
});

Deno.test("with a BLAS, results do not depend on the threads, to the bit", withBlas, async () => {
  await install("wasm", { threads: 1, blas: true });
  const one = await evaluateAll(large);
  for (const threads of [2, 3]) {
    await install("wasm", { threads });
    const more = await evaluateAll(large);
    large.forEach(({ name }, i) => assertEquals(more[i], one[i], `${name}, ${threads} threads`));
  }
});

Deno.test("the backend line names the library", withBlas, async () => {
  const { device } = await selectBackend("wasm", { threads: 2, blas: true });
  assertMatch(device, /^CPU, 2 threads, products by OpenBLAS \d+\.\d+/);
  assertEquals((await selectBackend("wasm", { threads: 2 })).device, "CPU, 2 threads");
});

Deno.test("auto takes wasm if a BLAS is asked for", withBlas, async () => {
  const { name, why } = await selectBackend("auto", { blas: true });
  assertEquals([name, why], ["wasm", "a BLAS is asked for"]);
});

Deno.test(
  "a BLAS that is not there is an error with the remedy, and changes nothing",
  withBlas,
  async () => {
    await install("wasm", { threads: 1, blas: false });
    const { message } = await assertRejects(
      () => install("wasm", { blas: "/none/libblas.so" }),
      Error,
    );
    assertMatch(message, /^BLAS \/none\/libblas\.so was not found.*libopenblas0-pthread/);
    const product = tf.matMul(tf.ones([99, 99]), tf.ones([99, 99]));
    assertEquals((await product.data())[5], 99);
    product.dispose();
  },
);

Deno.test("a BLAS for another backend than wasm is refused", async () => {
  await assertRejects(() => selectBackend("cpu", { blas: true }), RangeError, "not cpu");
});

Deno.test("without the permission, the error names it", { permissions: { ffi: false } }, () => {
  assertThrows(() => findBlas(true), Error, "needs the permission --allow-ffi");
});
