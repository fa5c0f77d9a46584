/**
 * Adam on webgpu, in place.
 *
 * @module
 */
import { ADAM, type AdamAttrs, adamNumbers } from "../adam.ts";
import { updateInPlace } from "./in_place.ts";
import { addKernel } from "./own_kernel.ts";

/** Registers Im2imAdam for tfjs' webgpu backend. */
export function registerAdam(): void {
  addKernel(ADAM, ({ inputs, attrs, backend }) => {
    const { count, ...adam } = attrs as unknown as AdamAttrs & { count: number };
    updateInPlace(backend, {
      key: "adam",
      tensors: { param: "read_write", grad: "read", m: "read_write", v: "read_write" },
      slots: Array.from({ length: count }, (_, i) => [
        inputs[`param${i}`],
        inputs[`grad${i}`],
        inputs[`m${i}`],
        inputs[`v${i}`],
      ]),
      // m += (1 - beta1) (grad - m) is the usual form with one number less to round.
      numbers: adamNumbers(adam),
      later: (calls) => adamNumbers({ ...adam, step: adam.step + calls }),
      body: `      m += numbers.y * (grad - m);
      v += numbers.z * (grad * grad - v);
      param -= numbers.x * m / (sqrt(v) + numbers.w);`,
    });
    return [];
  });
}
