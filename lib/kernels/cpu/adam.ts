/**
 * Adam on the cpu backend, in place: the reference for the fast ones.
 *
 * @module
 */
import { ADAM, type AdamAttrs } from "../adam.ts";
import { registerCpuKernel, valuesOf } from "./host_tensor.ts";

/** Registers Im2imAdam for tfjs' cpu backend. */
export function registerAdam(): void {
  registerCpuKernel(ADAM, ({ inputs, attrs }) => {
    const { learningRate, beta1, beta2, epsilon, step, count } = attrs as unknown as
      & AdamAttrs
      & { count: number };
    const rate = learningRate * Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step);
    for (let slot = 0; slot < count; slot++) {
      const param = valuesOf(inputs[`param${slot}`]), grad = valuesOf(inputs[`grad${slot}`]);
      const m = valuesOf(inputs[`m${slot}`]), v = valuesOf(inputs[`v${slot}`]);
      for (let i = 0; i < param.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * grad[i];
        v[i] = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i];
        param[i] -= rate * m[i] / (Math.sqrt(v[i]) + epsilon);
      }
    }
    return [];
  });
}
