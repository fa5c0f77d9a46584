/**
 * The sentence for a backend that was not started by selectBackend or install.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasKernel } from "./has_kernel.ts";

/**
 * Looks whether tfjs' present backend has a kernel of this folder. Only selectBackend and install
 * register them; tf.setBackend, or the backend that tfjs takes by itself, comes without.
 *
 * @throws Error that names the remedy if it has not, or if there is no backend yet
 */
export function requireKernel(kernelName: string): void {
  if (hasKernel(kernelName)) return;
  const backend = tf.getBackend();
  throw new Error(
    `${backend ? `tfjs' ${backend} backend` : "tfjs"} has no kernel ${kernelName}: call ` +
      "selectBackend of @im2im/im2im, or install of @im2im/im2im/kernels, before the first " +
      "operation and in place of tf.setBackend",
  );
}
