/**
 * Adam, all variables in one kernel call, in place.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { runOwnKernel } from "./run_own_kernel.ts";

/**
 * Kernel name: inputs {param0, grad0, m0, v0, param1, ...}, attrs {@linkcode AdamAttrs} and count;
 * no output: param, m and v are overwritten.
 */
export const ADAM = "Im2imAdam";

/** The numbers of one Adam step. */
export interface AdamAttrs {
  /** Step size. */
  readonly learningRate: number;
  /** Decay of the first moment. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
  /** Which update this is, counted from 1. */
  readonly step: number;
}

/** What Adam's formula makes of them: the rate, 1 - beta1, 1 - beta2, epsilon. */
export function adamNumbers({ learningRate, beta1, beta2, epsilon, step }: AdamAttrs): number[] {
  const rate = learningRate * Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step);
  return [rate, 1 - beta1, 1 - beta2, epsilon];
}

/** One variable's tensors, all of one shape and float32. */
export interface AdamSlot {
  /** The weights: overwritten. */
  readonly param: tf.Tensor;
  /** Their gradient: read. */
  readonly grad: tf.Tensor;
  /** First moment: overwritten. */
  readonly m: tf.Tensor;
  /** Second moment: overwritten. */
  readonly v: tf.Tensor;
}

/**
 * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
 * param -= lr * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon).
 *
 * It writes into the tensors' own memory, which saves a copy of every weight at each step. A tensor
 * that shares its memory (a reshape, a clone) changes too.
 *
 * Source: Kingma and Ba, arXiv 1412.6980, section 2 (the efficient form).
 *
 * @param slots one entry for each variable
 * @param attrs the step's numbers
 */
export function adamUpdate(slots: readonly AdamSlot[], attrs: AdamAttrs): void {
  const inputs: Record<string, tf.Tensor> = {};
  slots.forEach(({ param, grad, m, v }, i) => {
    if (grad.size !== param.size || m.size !== param.size || v.size !== param.size) {
      throw new TypeError(`Slot ${i}: param, grad, m and v must have the same size`);
    }
    Object.assign(inputs, { [`param${i}`]: param, [`grad${i}`]: grad, [`m${i}`]: m, [`v${i}`]: v });
  });
  runOwnKernel(ADAM, inputs, { ...attrs, count: slots.length });
}
