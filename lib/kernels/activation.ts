/**
 * The activations that the fused kernels apply at their end.
 *
 * @module
 */

/** An activation that a fused kernel can apply to its result. */
export type Activation = "linear" | "relu" | "leakyRelu" | "tanh";

/** The slope of leaky ReLU for negative values, as in the paper's discriminator and encoder. */
export const LEAKY_SLOPE = 0.2;

/** act(v), for one number. The reference that every kernel is tested against. */
export function activate(activation: Activation, v: number): number {
  switch (activation) {
    case "linear":
      return v;
    case "relu":
      return v > 0 ? v : 0;
    case "leakyRelu":
      return v > 0 ? v : LEAKY_SLOPE * v;
    case "tanh":
      return Math.tanh(v);
  }
}

/** act'(v) written with y = act(v), which is all that a backward kernel keeps. */
export function activationSlope(activation: Activation, y: number): number {
  switch (activation) {
    case "linear":
      return 1;
    case "relu":
      return y > 0 ? 1 : 0;
    case "leakyRelu":
      return y > 0 ? 1 : LEAKY_SLOPE;
    case "tanh":
      return 1 - y * y;
  }
}
