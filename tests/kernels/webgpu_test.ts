import { assert, assertEquals, assertGreater } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { describeAdapter, startWebgpu } from "../../lib/kernels/webgpu/start.ts";
import { install, lerp } from "../../lib/kernels/mod.ts";
import { countDispatches } from "../../tasks/bench/dispatch_counter.ts";
import { registerWebgpuKernels } from "../../lib/kernels/webgpu/register.ts";
import { evaluate, fill, kernelCases } from "./cases.ts";
import { assertClose } from "./compare.ts";
import { TOLERANCE, webgpuCases } from "./webgpu/cases.ts";

// Where the tests must not be skipped (CI), this variable says so.
const required = Deno.env.get("IM2IM_TEST_WEBGPU") === "1";
const adapter = await describeAdapter();
const there = adapter !== null;

Deno.test({
  name: there
    ? `webgpu adapter: ${adapter.name}`
    : "webgpu: no adapter, its kernels are not tested",
  ignore: !there && !required,
  fn: () => assert(there, "IM2IM_TEST_WEBGPU=1, but navigator.gpu offers no adapter"),
});

const cases = [...kernelCases, ...webgpuCases];
const expected: Float32Array[][] = [];
let lost: string | undefined;
if (there) {
  await install("cpu");
  for (const kernelCase of cases) expected.push(await evaluate(kernelCase));
  const start = await startWebgpu({ allowSoftware: true });
  start.deviceLost.then((reason) => lost = reason);
  registerWebgpuKernels();
}

/** A test on webgpu; a device error, which WebGPU reports on the side, fails it too. */
function webgpuTest(name: string, fn: () => void | Promise<void>): void {
  Deno.test({
    name,
    ignore: !there,
    fn: async () => {
      await tf.setBackend("webgpu");
      await fn();
      assertEquals(lost, undefined);
    },
  });
}

cases.forEach((kernelCase, i) => {
  webgpuTest(`webgpu agrees with cpu: ${kernelCase.name}`, async () => {
    assertClose(await evaluate(kernelCase), expected[i], TOLERANCE);
  });
});

webgpuTest("results repeat to the bit", async () => {
  for (const kernelCase of webgpuCases) {
    assertEquals(await evaluate(kernelCase), await evaluate(kernelCase), kernelCase.name);
  }
});

webgpuTest("repeated calls leave no tensor and no memory behind", async () => {
  const some = cases.filter((_, i) => i % 4 === 0);
  for (const kernelCase of some) await evaluate(kernelCase);
  const before = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
  for (const kernelCase of some) await evaluate(kernelCase);
  const after = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
  assertEquals(after.numTensors, before.numTensors);
  assertEquals(after.numBytesInGPU, before.numBytesInGPU);
});

webgpuTest("a tensor that was read before an update in place reads as updated", async () => {
  const target = tf.tensor1d([1, 2, 3]), source = tf.tensor1d([5, 6, 7]);
  assertEquals([...await target.data()], [1, 2, 3]);
  lerp([{ target, source }], 0); // on the device from here on
  const underWay = target.data();
  lerp([{ target, source }], 0.5);
  assertEquals([...await underWay], [1, 2, 3]);
  assertEquals([...await target.data()], [3, 4, 5]);
  tf.dispose([target, source]);
});

webgpuTest("thirty variables are updated with few dispatches", async () => {
  const slots = Array.from({ length: 30 }, () => ({ target: tf.ones([4]), source: tf.zeros([4]) }));
  lerp(slots, 0.5);
  const { dispatches } = await countDispatches(() => lerp(slots, 0.5));
  assertGreater(dispatches, 0);
  assert(dispatches <= 8, `${dispatches} dispatches`);
  tf.dispose(slots.flatMap(({ target, source }) => [target, source]));
});

webgpuTest("what the kernels do not cover goes to tfjs", async () => {
  const x = fill([2, 3, 6, 5], 1) as tf.Tensor4D, w = fill([3, 3, 3, 4], 2) as tf.Tensor4D;
  const last = tf.conv2d(tf.transpose(x, [0, 2, 3, 1]), w, 1, "same");
  const first = tf.conv2d(x, w, 1, "same", "NCHW");
  assertClose(
    [await tf.transpose(first, [0, 2, 3, 1]).data() as Float32Array],
    [await last.data() as Float32Array],
    TOLERANCE,
  );
  assertEquals([...await tf.sum(tf.ones([2, 3], "int32"), 0).data()], [2, 2, 2]);
});

webgpuTest("a kernel's time can be asked for", async () => {
  const a = tf.ones([64, 64]);
  const { kernelMs } = await tf.time(() => tf.matMul(a, a));
  assertGreater(kernelMs as number, 0);
  a.dispose();
});
