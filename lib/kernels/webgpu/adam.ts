/**
 * Adam on webgpu, in place.
 *
 * @module
 */
import { ADAM, type AdamAttrs } from "../adam.ts";
import { updateInPlace } from "./in_place.ts";
import { addKernel } from "./own_kernel.ts";

/** Registers Im2imAdam for tfjs' webgpu backend. */
export function registerAdam(): void {
  addKernel(ADAM, ({ inputs, attrs, backend }) => {
    const { learningRate, beta1, beta2, epsilon, step, count } = attrs as unknown as
      & AdamAttrs
      & { count: number };
    // m += (1 - beta1) (grad - m) is the usual form with one number less to round.
    const numbersAt = (t: number) => {
      const rate = learningRate * Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t);
      return [rate, 1 - beta1, 1 - beta2, epsilon];
    };
    updateInPlace(backend, {
      key: "adam",
      tensors: { param: "read_write", grad: "read", m: "read_write", v: "read_write" },
      slots: Array.from({ length: count }, (_, i) => [
        inputs[`param${i}`],
        inputs[`grad${i}`],
        inputs[`m${i}`],
        inputs[`v${i}`],
      ]),
      numbers: numbersAt(step),
      later: (calls) => numbersAt(step + calls),
      body: `      m += numbers.y * (grad - m);
      v += numbers.z * (grad * grad - v);
      param -= numbers.x * m / (sqrt(v) + numbers.w);`,
    });
    return [];
  });
}
