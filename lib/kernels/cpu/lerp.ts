/**
 * Moving averages on the cpu backend, in place: the reference for the fast ones.
 *
 * @module
 */
import { LERP } from "../lerp.ts";
import { registerCpuKernel, valuesOf } from "./host_tensor.ts";

/** Registers Im2imLerp for tfjs' cpu backend. */
export function registerLerp(): void {
  registerCpuKernel(LERP, ({ inputs, attrs }) => {
    const { weight, count } = attrs as { weight: number; count: number };
    for (let slot = 0; slot < count; slot++) {
      const target = valuesOf(inputs[`target${slot}`]), source = valuesOf(inputs[`source${slot}`]);
      if (weight === 1) target.set(source); // rounding would make the formula's copy inexact
      else target.forEach((t, i) => target[i] = t + weight * (source[i] - t));
    }
    return [];
  });
}
