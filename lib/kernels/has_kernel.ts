/**
 * Whether an op has a kernel of its own where it is called.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Whether tfjs' present backend has this kernel; where not, an op is composed of tfjs' own. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}
