/**
 * Registering kernels of our own for tfjs' webgpu backend, new ones and replacements.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { withFloatInputs } from "./float_inputs.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { replaceTransfers } from "./transfers.ts";

/** What a kernel is called with. */
export interface KernelCall {
  /** The tensors, by name. */
  readonly inputs: Record<string, tf.TensorInfo>;
  /** The kernel's settings, by name. */
  readonly attrs: Record<string, unknown>;
  /** The backend that runs it. */
  readonly backend: GpuBackend;
}

/** What a kernel returns: one tensor or several, which the caller then owns. */
export type KernelResult = tf.TensorInfo | tf.TensorInfo[];

const registered = new Set<string>();

/** Registers a kernel that tfjs does not have; a second call does nothing. */
export function addKernel(kernelName: string, run: (call: KernelCall) => KernelResult): void {
  if (registered.has(kernelName)) return;
  registered.add(kernelName);
  const kernelFunc = onFloats(run) as unknown as tf.KernelFunc;
  tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc, setupFunc: setUp });
}

/**
 * Replaces one of tfjs' kernels; a second call does nothing.
 *
 * @param run returns undefined for a case that it does not cover, which tfjs' own kernel then takes
 * @throws Error if tfjs' webgpu backend is not loaded
 */
export function replaceKernel(
  kernelName: string,
  run: (call: KernelCall) => KernelResult | undefined,
): void {
  if (registered.has(kernelName)) return;
  const stock = tf.getKernel(kernelName, "webgpu");
  if (!stock) throw new Error(`No webgpu kernel ${kernelName}: import tfjs-backend-webgpu first`);
  registered.add(kernelName);
  const own = onFloats(run);
  tf.unregisterKernel(kernelName, "webgpu");
  tf.registerKernel({
    ...stock,
    setupFunc: (backend) => {
      stock.setupFunc?.(backend);
      setUp(backend);
    },
    kernelFunc: (call) => own(call as unknown as KernelCall) ?? stock.kernelFunc(call),
  });
}

/** tfjs calls it for each backend that it starts, also after `tf.engine().reset()`. */
function setUp(backend: unknown): void {
  replaceTransfers(backend as GpuBackend);
}

const onFloats = <T>(run: (call: KernelCall) => T) => (call: KernelCall): T =>
  withFloatInputs(call.backend, call.inputs, (inputs) => run({ ...call, inputs }));
