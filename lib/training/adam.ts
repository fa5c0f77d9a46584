/**
 * Adam's state for one network.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { adamUpdate } from "../kernels/adam.ts";
import type { Variables } from "../networks/network.ts";

/** Added to the root of the second moment. Source: arXiv 1412.6980. */
export const EPSILON = 1e-8;

/** First and second moments of some variables, and how often they were updated. */
export interface Adam extends Disposable {
  /** First moments, by the variables' names. */
  readonly m: Variables;
  /** Second moments, by the variables' names. */
  readonly v: Variables;
  /** Updates done. */
  updates: number;
}

/** Adam's numbers that the config decides. */
export interface AdamOptions {
  /** Step size. */
  readonly learningRate: number;
  /** Decay of the first moment. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
}

/** Fresh moments for `weights`; dispose of them with {@linkcode disposeAdam}. */
export function createAdam(weights: Variables): Adam {
  const zeros = () =>
    Object.fromEntries(
      Object.entries(weights).map(([name, w]) => [
        name,
        tf.tidy(() => tf.variable(tf.zeros(w.shape), false)),
      ]),
    );
  return {
    m: zeros(),
    v: zeros(),
    updates: 0,
    [Symbol.dispose]() {
      disposeAdam(this);
    },
  };
}

/**
 * One update of exactly the variables in `weights`, in place.
 *
 * @param adam their moments
 * @param weights what moves
 * @param gradients by the same names; disposed of
 * @param options step size and decays
 */
export function applyAdam(
  adam: Adam,
  weights: Variables,
  gradients: Readonly<Record<string, tf.Tensor>>,
  options: AdamOptions,
): void {
  const slots = Object.entries(weights).map(([name, param]) => ({
    param,
    grad: gradients[name],
    m: adam.m[name],
    v: adam.v[name],
  }));
  adam.updates++;
  adamUpdate(slots, { ...options, epsilon: EPSILON, step: adam.updates });
  tf.dispose(gradients);
}

/** Forgets the moments, as if nothing had been updated. */
export function resetAdam(adam: Adam): void {
  for (const moment of [...Object.values(adam.m), ...Object.values(adam.v)]) {
    tf.tidy(() => moment.assign(tf.zeros(moment.shape)));
  }
  adam.updates = 0;
}

/** Frees the moments. */
export function disposeAdam(adam: Adam): void {
  tf.dispose([Object.values(adam.m), Object.values(adam.v)]);
}
