/**
 * WebGPU in tests: present on machines with an adapter, and where IM2IM_TEST_WEBGPU=1 demands it.
 */
import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { describeAdapter, startWebgpu } from "../../../lib/kernels/webgpu/start.ts";
import type { GpuBackend } from "../../../lib/kernels/webgpu/gpu_backend.ts";
import { registerWebgpuKernels } from "../../../lib/kernels/webgpu/register.ts";

/** Whether there is an adapter; without one, tests of the device are ignored. */
export const there = await describeAdapter() !== null;

let lost: string | undefined;
if (there) {
  const start = await startWebgpu({ allowSoftware: true });
  start.deviceLost.then((reason) => lost = reason);
  registerWebgpuKernels();
}

/** The running backend. */
export const gpu = (): GpuBackend => tf.backend() as unknown as GpuBackend;

/** A test on webgpu; a device error, which WebGPU reports on the side, fails it too. */
export function webgpuTest(
  name: string,
  fn: () => void | Promise<void>,
  feature?: GPUFeatureName,
): void {
  const lacks = feature !== undefined && !(there && gpu().device.features.has(feature));
  Deno.test({
    name: lacks ? `${name} (ignored: this device has no ${feature})` : name,
    ignore: !there || lacks,
    fn: async () => {
      await tf.setBackend("webgpu");
      await fn();
      assertEquals(lost, undefined);
    },
  });
}
