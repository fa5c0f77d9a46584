/**
 * The mean squared difference of two tensors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasKernel } from "./has_kernel.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {a, b}; output []. */
export const SQUARED_ERROR = "Im2imSquaredError";
/** Kernel name: inputs {dy, a, b}; output da, the gradient with respect to a; b's is its opposite. */
export const SQUARED_ERROR_GRAD = "Im2imSquaredErrorGrad";

/**
 * mean((a - b)^2), on webgpu without the difference and its square in memory; elsewhere composed of
 * tfjs' ops.
 *
 * @param a any shape, float32
 * @param b the shape of a
 * @returns []; the caller disposes of it
 */
export function squaredError<T extends tf.Tensor>(a: T, b: T): tf.Scalar {
  if (a.shape.join() !== b.shape.join()) {
    throw new TypeError(`Both must have the same shape, got [${a.shape}] and [${b.shape}]`);
  }
  if (!hasKernel(SQUARED_ERROR)) return a.sub(b).square().mean() as tf.Scalar;
  return runOwnKernel(SQUARED_ERROR, { a, b });
}

tf.registerGradient({
  kernelName: SQUARED_ERROR,
  inputsToSave: ["a", "b"],
  gradFunc: (dy, [a, b]) => {
    const da = () => runOwnKernel(SQUARED_ERROR_GRAD, { dy: dy as tf.Tensor, a, b }) as tf.Tensor;
    return { a: da, b: () => da().neg() };
  },
});
