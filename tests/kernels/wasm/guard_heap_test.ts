import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { affineActivation, install } from "../../../lib/kernels/mod.ts";
import type { WasmBackend } from "../../../lib/kernels/wasm/heap.ts";

await install("wasm", { threads: 2 });

const MIB = 2 ** 20;

/** A tensor whose memory is reserved and not touched, which would take seconds. */
function reserve(bytes: number): tf.Tensor {
  const { makeOutput } = tf.backend() as unknown as WasmBackend;
  return tf.engine().makeTensorFromTensorInfo(
    makeOutput.call(tf.backend(), [bytes / 4], "float32"),
  );
}

/** Reserves until so many bytes at a time are refused. */
function fillHeap(...sizes: number[]): tf.Tensor[] {
  const tensors: tf.Tensor[] = [];
  for (const bytes of sizes) {
    assertThrows(() => {
      for (;;) tensors.push(reserve(bytes));
    }, RangeError);
  }
  return tensors;
}

/** A tensor's values, which are then given back. */
async function take(x: tf.Tensor): Promise<number[]> {
  const values = [...await x.data()];
  x.dispose();
  return values;
}

Deno.test("16 tensors of 256 MiB end in one sentence, and those that are there keep their values", async () => {
  const known = tf.tensor1d([1, 2, 3]);
  const tensors: tf.Tensor[] = [];
  const { message } = assertThrows(() => {
    for (let i = 0; i < 16; i++) tensors.push(reserve(256 * MIB));
  }, RangeError);
  assertStringIncludes(message, "256.0 MiB was asked for");
  assertStringIncludes(message, "smaller batch, smaller images or a smaller gf");
  assertEquals(tensors.length, 15);
  assertThrows(() => tf.zeros([64, 1024, 1024]), RangeError, "The wasm heap is full");
  assertEquals([...await known.data()], [1, 2, 3]);
  tf.dispose(tensors);
  tensors.push(reserve(256 * MIB)); // what was given back is there again
  tf.dispose([...tensors, known]);
});

Deno.test("a tensor of more bytes than an address can say is refused too", () => {
  assertThrows(() => reserve(5 * 1024 * MIB), RangeError, "5.0 GiB was asked for");
});

Deno.test("a kernel that finds no room for its results or its scratch gives back what it took", async () => {
  const x = tf.ones([1024, 1024]), c = tf.ones([1024]); // 4 MiB
  const tensors = fillHeap(256 * MIB, 16 * MIB, MIB);
  const count = tf.memory().numTensors;
  const held = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
  const ids = held();
  for (let i = 0; i < 3; i++) {
    assertThrows(() => affineActivation(x, c, c, "relu"), RangeError, "The wasm heap is full");
    assertThrows(() => tf.matMul(x, x), RangeError, "The wasm heap is full");
  }
  assertEquals([tf.memory().numTensors, held()], [count, ids]);
  tf.dispose(tensors);
  const product = tf.matMul(x, x);
  assertEquals(await take(tf.tidy(() => product.slice([1023, 1023]).flatten())), [1024]);
  tf.dispose([x, c, product]);
});

Deno.test("what tfjs' own code fails to allocate ends in the same sentence", async () => {
  // Its fused convolution copies the filter, 16 MiB, after its result was made.
  const x = tf.ones([1, 1, 1, 2048]) as tf.Tensor4D;
  const filter = tf.ones([1, 1, 2048, 2048]) as tf.Tensor4D;
  const convolve = () => tf.fused.conv2d({ x, filter, strides: 1, pad: "valid" });
  const tensors = fillHeap(256 * MIB, 8 * MIB);
  assertThrows(() => convolve().dataSync(), RangeError, "The wasm heap is full");
  tf.dispose(tensors);
  assertEquals((await take(convolve()))[2047], 2048);
  tf.dispose([x, filter]);
});
