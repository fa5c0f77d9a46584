/**
 * Bias and activation in one kernel: y = act(x + b).
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "./activation.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {x, bias}, attrs {activation}; output y. */
export const BIAS = "Im2imBias";
/** Kernel name: inputs {dy, y}, attrs {activation}; outputs [dx, dbias]. */
export const BIAS_GRAD = "Im2imBiasGrad";

/**
 * y = act(x + b), b added along the last axis.
 *
 * @param x [..., C], float32
 * @param bias [C], float32
 * @param activation applied to the sum
 * @returns y, the shape of x; the caller disposes of it
 */
export function biasActivation<T extends tf.Tensor>(
  x: T,
  bias: tf.Tensor,
  activation: Activation,
): T {
  const channels = x.shape[x.rank - 1];
  if (bias.rank !== 1 || bias.shape[0] !== channels) {
    throw new TypeError(`Bias must have shape [${channels}], got [${bias.shape}]`);
  }
  return runOwnKernel(BIAS, { x, bias }, { activation });
}

tf.registerGradient({
  kernelName: BIAS,
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [dx, dbias] = runOwnKernel(
      BIAS_GRAD,
      { dy: dy as tf.Tensor, y: saved[0] },
      attrs,
    ) as unknown as tf.Tensor[];
    return { x: () => dx, bias: () => dbias };
  },
});
