/**
 * The activations in WGSL, for T = f32 and T = vec4f alike.
 *
 * @module
 */
import { type Activation, LEAKY_SLOPE } from "../activation.ts";

/** WGSL functions act(v) and slope(y), the latter act'(v) written with y = act(v); T is declared. */
export function activationWgsl(activation: Activation): string {
  const [act, slope] = bodies[activation];
  return `fn act(v: T) -> T { return ${act}; }
fn slope(y: T) -> T { return ${slope}; }
`;
}

// tanh overflows to NaN on some drivers beyond about 44, where it is 1 anyway.
const bodies: Record<Activation, [act: string, slope: string]> = {
  linear: ["v", "T(1.0)"],
  relu: ["max(v, T(0.0))", "select(T(0.0), T(1.0), y > T(0.0))"],
  leakyRelu: [
    `select(${LEAKY_SLOPE} * v, v, v > T(0.0))`,
    `select(T(${LEAKY_SLOPE}), T(1.0), y > T(0.0))`,
  ],
  tanh: ["tanh(clamp(v, T(-15.0), T(15.0)))", "T(1.0) - y * y"],
};
