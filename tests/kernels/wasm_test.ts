import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { evaluate, fill, type KernelCase, kernelCases } from "./cases.ts";
import { assertClose } from "./compare.ts";

/** Runs every case on one backend. */
async function evaluateAll(cases: readonly KernelCase[]): Promise<Float32Array[][]> {
  const results: Float32Array[][] = [];
  for (const kernelCase of cases) results.push(await evaluate(kernelCase));
  return results;
}

await install("cpu");
const references = await evaluateAll(kernelCases);
await install("wasm", { threads: 2 });
const onTwo = await evaluateAll(kernelCases);

kernelCases.forEach((kernelCase, i) => {
  Deno.test(`wasm agrees with cpu: ${kernelCase.name}`, () => {
    assertClose(onTwo[i], references[i], 2e-5);
  });
});

// Big enough that the work is shared out: the cases above mostly fit one thread.
const large: KernelCase[] = [
  {
    name: "conv2d",
    shapes: [[9, 33, 31, 13], [5, 5, 13, 22]],
    run: ([x, w]) => [tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "same")],
    differentiable: true,
  },
  {
    name: "conv2d from 3 channels",
    shapes: [[8, 64, 64, 3], [5, 5, 3, 32]],
    run: ([x, w]) => [tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "same")],
    differentiable: true,
  },
  {
    name: "matMul",
    shapes: [[150, 333], [333, 201]],
    run: ([a, b]) => [tf.matMul(a, b)],
    differentiable: true,
  },
  ...kernelCases.filter(({ name }) => /\[3,33,31,8\]|\[5,5,16,48\]|adam|lerp/.test(name)),
];

Deno.test("results do not depend on the number of threads, to the bit", async () => {
  const cases = large;
  await install("wasm", { threads: 1 });
  const one = await evaluateAll(cases);
  for (const threads of [2, 3]) {
    await install("wasm", { threads });
    const more = await evaluateAll(cases);
    cases.forEach(({ name }, i) => assertEquals(more[i], one[i], `${name}, ${threads} threads`));
  }
});

Deno.test("shared-out work agrees with cpu", async () => {
  await install("wasm", { threads: 2 });
  const shared = await evaluateAll(large);
  await install("cpu");
  const expected = await evaluateAll(large);
  await install("wasm", { threads: 2 });
  large.forEach((_, i) => assertClose(shared[i], expected[i], 1e-4));
});

Deno.test("hundreds of calls leave no tensor behind and do not grow the heap", async () => {
  const tensors = tf.memory().numTensors;
  const small = kernelCases.filter(({ name }) => !name.includes("adam"));
  for (const kernelCase of small) await evaluate(kernelCase);
  const { memory } = (tf.backend() as unknown as {
    wasm: { asm: { memory: WebAssembly.Memory } };
  }).wasm.asm;
  const bytes = memory.buffer.byteLength;
  for (let i = 0; i < 5; i++) {
    for (const kernelCase of small) await evaluate(kernelCase);
  }
  assertEquals(memory.buffer.byteLength, bytes);
  assertEquals(tf.memory().numTensors, tensors);
});

Deno.test("what the kernels do not cover goes to tfjs", async () => {
  const whole = tf.tidy(() => tf.matMul(fill([1, 3, 4], 1), fill([2, 4, 5], 2)));
  assertEquals(whole.shape, [2, 3, 5]);
  whole.dispose();
  const ints = tf.tidy(() => tf.tensor1d([1, 2], "int32").toFloat().add(1));
  assertEquals([...await ints.data()], [2, 3]);
  ints.dispose();
});

Deno.test("an empty batch does not reach the kernels", () => {
  const empty = tf.tidy(() => tf.matMul(tf.zeros([0, 4]), tf.zeros([4, 3])));
  assertEquals(empty.shape, [0, 3]);
  empty.dispose();
});
