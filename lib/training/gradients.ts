/**
 * Named losses and the gradient of their sum with respect to one list of weights.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Variables } from "../networks/network.ts";

/** Losses by name, each a scalar tensor. */
export type Losses = Record<string, tf.Scalar>;

/**
 * Computes losses and d(sum of losses) / dw for each w in `weights`, and for nothing else: this
 * list is what freezes every other variable of the step.
 *
 * @param weights what will move
 * @param compute the losses, named; may read any variable
 * @returns losses and gradients under the names of `weights`; the caller disposes of both
 */
export function lossGradients(
  weights: Variables,
  compute: () => Losses,
): { losses: Losses; gradients: Record<string, tf.Tensor> } {
  let losses: Losses = {};
  const names = Object.keys(weights);
  const { value, grads } = tf.variableGrads(() => {
    losses = compute();
    Object.values(losses).forEach((loss) => tf.keep(loss));
    return tf.addN(Object.values(losses)) as tf.Scalar;
  }, Object.values(weights));
  value.dispose();
  return {
    losses,
    gradients: Object.fromEntries(names.map((name) => [name, grads[weights[name].name]])),
  };
}
