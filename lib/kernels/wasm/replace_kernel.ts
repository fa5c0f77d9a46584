/**
 * Putting a kernel in the place of one that tfjs' wasm backend has.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { closeSession, runIn, sessionOf } from "./heap.ts";

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

/**
 * Registers fast for the wasm backend. What it does not cover goes to the kernel there was before, and
 * so does every call on a wasm backend that we did not start, whose memory threads cannot share.
 */
export function replaceKernel(kernelName: string, fast: FastKernel): void {
  if (replaced.has(kernelName)) return;
  replaced.add(kernelName);
  const stock = tf.getKernel(kernelName, "wasm");
  if (stock) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    ...stock, // its setupFunc too: tfjs calls it for each backend that it starts
    kernelName,
    backendName: "wasm",
    kernelFunc: (call) => {
      const session = sessionOf(call.backend);
      const isFloat = Object.values(call.inputs).every((t) => t!.dtype === "float32" && size(t!));
      const result = session && isFloat &&
        runIn(session, () => fast(call as unknown as KernelCall));
      if (result) return result;
      if (stock) return stock.kernelFunc(call);
      if (!session) {
        throw new Error(
          `tfjs started this wasm backend itself, and ${kernelName} needs one with our kernels; ` +
            'call selectBackend("wasm"), or install("wasm") of @im2im/im2im/kernels, before ' +
            "tf.setBackend",
        );
      }
      throw new RangeError(
        `The wasm backend has no ${kernelName} for these inputs; use float32 and NHWC`,
      );
    },
    // tfjs calls it before it disposes of a backend: in tf.engine().reset() and tf.removeBackend().
    disposeFunc: (backend) => {
      closeSession(backend);
      stock?.disposeFunc?.(backend);
    },
  });
}

function size(tensor: tf.TensorInfo): number {
  return tensor.shape.reduce((product, side) => product * side, 1);
}
