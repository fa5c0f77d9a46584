/**
 * Moving averages on webgpu, in place.
 *
 * @module
 */
import { LERP } from "../lerp.ts";
import { updateInPlace } from "./in_place.ts";
import { addKernel } from "./own_kernel.ts";

/** Registers Im2imLerp for tfjs' webgpu backend. */
export function registerLerp(): void {
  addKernel(LERP, ({ inputs, attrs, backend }) => {
    const { weight, count } = attrs as { weight: number; count: number };
    const copies = weight === 1; // rounding would make the formula's copy inexact
    updateInPlace(backend, {
      key: copies ? "copy" : "lerp",
      tensors: { target: "read_write", source: "read" },
      slots: Array.from(
        { length: count },
        (_, i) => [inputs[`target${i}`], inputs[`source${i}`]],
      ),
      numbers: [weight],
      body: copies ? "target = source;" : "target += numbers.x * (source - target);",
    });
    return [];
  });
}
