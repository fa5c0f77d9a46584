/**
 * Reflection padding: the border of an image is its own mirror image.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasKernel } from "./has_kernel.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {dy}, attrs {pad}; output dx. */
export const REFLECTION_PAD_GRAD = "Im2imReflectionPadGrad";

/**
 * Adds p rows and columns on every side, mirrored in the outermost row and column, which are not
 * repeated: a row a b c d with p = 2 becomes c b a b c d c b. Its gradient is one dispatch on webgpu,
 * elsewhere composed.
 *
 * Source: PyTorch's ReflectionPad2d.
 *
 * @param x [B, H, W, C], H and W at least 2p + 2, or at least p + 1 where nothing is trained
 * @param pad p, from 1
 * @returns [B, H + 2p, W + 2p, C], float32; the caller disposes of it
 */
export function reflectionPad(x: tf.Tensor4D, pad: number): tf.Tensor4D {
  const sides: [number, number] = [pad, pad];
  const padded = tf.customGrad((x) => ({
    value: tf.mirrorPad(x as tf.Tensor4D, [[0, 0], sides, sides, [0, 0]], "reflect"),
    gradFunc: (dy: tf.Tensor) => {
      const shortest = Math.min(dy.shape[1]!, dy.shape[2]!) - 2 * pad;
      if (shortest < 2 * pad + 2) {
        throw new RangeError(
          `A side of ${shortest} is too short for a border of ${pad} to be trained`,
        );
      }
      return hasKernel(REFLECTION_PAD_GRAD)
        ? runOwnKernel(REFLECTION_PAD_GRAD, { dy }, { pad })
        : fold(fold(dy, 1, pad), 2, pad);
    },
  }));
  return padded(x) as tf.Tensor4D;
}

/** The gradient along one axis: what lies in the border belongs to the pixels that it mirrors. */
function fold(dy: tf.Tensor, axis: number, pad: number): tf.Tensor {
  const length = dy.shape[axis] - 2 * pad;
  // Rows of the image: one that is mirrored nowhere, p that the first border mirrors, those between,
  // p that the last border mirrors, and one.
  const parts = tf.split(dy, [pad, 1, pad, length - 2 * pad - 2, pad, 1, pad], axis);
  const [before, first, afterFirst, middle, beforeLast, last, after] = parts;
  const mirrored = (rows: tf.Tensor) => pad === 1 ? rows : rows.reverse(axis);
  return tf.concat([
    first,
    afterFirst.add(mirrored(before)),
    ...middle.size ? [middle] : [],
    beforeLast.add(mirrored(after)),
    last,
  ], axis);
}
