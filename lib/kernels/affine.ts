/**
 * Scale, shift and activation in one kernel: y = act(scale * x + shift). This is batch norm in
 * inference mode, its moving statistics folded into scale and shift.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Activation } from "./activation.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {x, scale, shift}, attrs {activation}; output y. */
export const AFFINE = "Im2imAffine";
/** Kernel name: inputs {dy, x, scale, shift}, attrs {activation}; outputs [dx, dscale, dshift]. */
export const AFFINE_GRAD = "Im2imAffineGrad";

/**
 * y = act(scale * x + shift) along the last axis.
 *
 * @param x [B, ..., C], float32
 * @param scale [C], or [B, C] for a scale of each sample's own
 * @param shift the shape of scale
 * @param activation applied to the result
 * @returns y, the shape of x; the caller disposes of it
 */
export function affineActivation<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor,
  shift: tf.Tensor,
  activation: Activation,
): T {
  checkChannelParameters(x, scale, shift);
  return runOwnKernel(AFFINE, { x, scale, shift }, { activation });
}

/** Throws a TypeError unless both are [C] or both [B, C] for x = [B, ..., C]. */
export function checkChannelParameters(x: tf.Tensor, a: tf.Tensor, b: tf.Tensor): void {
  const batch = x.shape[0], channels = x.shape[x.rank - 1];
  const fits = (t: tf.Tensor) =>
    t.shape[t.rank - 1] === channels && (t.rank === 1 || (t.rank === 2 && t.shape[0] === batch));
  if (!fits(a) || !fits(b) || a.rank !== b.rank) {
    throw new TypeError(
      `Scale and shift must both have shape [${channels}] or [${batch},${channels}], ` +
        `got [${a.shape}] and [${b.shape}]`,
    );
  }
}

tf.registerGradient({
  kernelName: AFFINE,
  inputsToSave: ["x", "scale", "shift"],
  gradFunc: (dy, [x, scale, shift], attrs) => {
    const [dx, dscale, dshift] = runOwnKernel(
      AFFINE_GRAD,
      { dy: dy as tf.Tensor, x, scale, shift },
      attrs,
    ) as unknown as tf.Tensor[];
    return { x: () => dx, scale: () => dscale, shift: () => dshift };
  },
});
