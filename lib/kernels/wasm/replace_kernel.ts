/**
 * Putting a kernel in the place of one that tfjs' wasm backend has.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** What a kernel is called with. */
export interface KernelCall {
  /** The tensors, by name. */
  readonly inputs: Record<string, tf.TensorInfo>;
  /** The kernel's settings, by name. */
  readonly attrs: Record<string, unknown>;
}

/** A kernel that returns undefined, having done nothing, for a case that it does not cover. */
export type FastKernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[] | undefined;

const replaced = new Set<string>();

/** Registers fast for the wasm backend; what it does not cover goes to the kernel there was before. */
export function replaceKernel(kernelName: string, fast: FastKernel): void {
  if (replaced.has(kernelName)) return;
  replaced.add(kernelName);
  const stock = tf.getKernel(kernelName, "wasm");
  if (stock) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    ...stock,
    kernelName,
    backendName: "wasm",
    kernelFunc: (call) => {
      const isFloat = Object.values(call.inputs).every((t) => t!.dtype === "float32" && size(t!));
      const result = isFloat && fast(call as unknown as KernelCall);
      if (result) return result;
      if (!stock) {
        throw new RangeError(
          `The wasm backend has no ${kernelName} for these inputs; use float32 and NHWC`,
        );
      }
      return stock.kernelFunc(call);
    },
  });
}

function size(tensor: tf.TensorInfo): number {
  return tensor.shape.reduce((product, side) => product * side, 1);
}
