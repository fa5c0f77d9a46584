/**
 * Calling a kernel of this folder.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { requireKernel } from "./require_kernel.ts";

/**
 * Runs a kernel on tfjs' present backend, recorded for gradients as tfjs' own are.
 *
 * @throws Error that names the remedy if the backend was made tfjs' own without our kernels
 */
export function runOwnKernel<T extends tf.Tensor | tf.Tensor[]>(
  kernelName: string,
  inputs: tf.NamedTensorMap,
  attrs?: tf.NamedAttrMap,
): T {
  try {
    return tf.engine().runKernel(kernelName, inputs, attrs) as T;
  } catch (error) {
    requireKernel(kernelName); // only now: it would cost at each of hundreds of calls a step
    throw error;
  }
}
