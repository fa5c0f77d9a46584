/**
 * The activations in WGSL, for f32 and vec4f alike.
 *
 * @module
 */
import { type Activation, LEAKY_SLOPE } from "../activation.ts";

/**
 * WGSL functions act(v) and slope(y), the latter act'(v) written with y = act(v).
 *
 * @param activation which
 * @param type `f32` or `vec4f`
 */
export function activationWgsl(activation: Activation, type: string): string {
  const [act, slope] = bodies[activation];
  const write = (body: string) => body.replaceAll("T(", `${type}(`);
  return `fn act(v: ${type}) -> ${type} { return ${write(act)}; }
fn slope(y: ${type}) -> ${type} { return ${write(slope)}; }`;
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
