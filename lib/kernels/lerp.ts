/**
 * Moving averages of many tensors in one kernel call, in place.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs {target0, source0, target1, ...}, attrs {weight, count}; no output. */
export const LERP = "Im2imLerp";

/** A tensor that follows another of the same size. */
export interface LerpSlot {
  /** Overwritten. */
  readonly target: tf.Tensor;
  /** Read. */
  readonly source: tf.Tensor;
}

/**
 * target += weight * (source - target), into the target's own memory. A weight of 1 copies exactly.
 *
 * @param slots the pairs
 * @param weight 0 keeps the target, 1 copies the source
 */
export function lerp(slots: readonly LerpSlot[], weight: number): void {
  const inputs: Record<string, tf.Tensor> = {};
  slots.forEach(({ target, source }, i) => {
    if (target.size !== source.size) throw new TypeError(`Slot ${i}: sizes differ`);
    Object.assign(inputs, { [`target${i}`]: target, [`source${i}`]: source });
  });
  runOwnKernel(LERP, inputs, { weight, count: slots.length });
}
