/**
 * Bias and activation on webgpu.
 *
 * @module
 */
import type { Activation } from "../activation.ts";
import { BIAS, BIAS_GRAD } from "../bias.ts";
import { columnSums } from "./column_sums.ts";
import { elementwise } from "./elementwise.ts";
import { emptyTensor, sharedTensor } from "./gpu_backend.ts";
import { addKernel } from "./own_kernel.ts";
import { activationWgsl } from "./wgsl_activation.ts";

/** Registers Im2imBias and Im2imBiasGrad for tfjs' webgpu backend. */
export function registerBias(): void {
  addKernel(BIAS, ({ inputs: { x, bias }, attrs, backend }) => {
    const activation = attrs.activation as Activation;
    return elementwise(backend, {
      key: `bias ${activation}`,
      shape: x.shape,
      reads: { x, bias },
      prelude: activationWgsl(activation),
      body: "out[i] = act(x[i] + bias[p]);",
    });
  });

  addKernel(BIAS_GRAD, ({ inputs: { dy, y }, attrs, backend }) => {
    const activation = attrs.activation as Activation;
    const columns = dy.shape[dy.shape.length - 1];
    const rows = dy.shape.reduce((a, b) => a * b, 1) / columns;
    const sizes = { groups: 1, rows, columns, outputs: { dbias: [columns] }, sums: 1 };
    const finish = "dbias[p] = total0;";
    if (activation === "linear") {
      const [dbias] = columnSums(backend, {
        ...sizes,
        key: "biasGrad linear",
        reads: { dy },
        each: "sum0 += dy[i];",
        finish,
      });
      return [sharedTensor(backend, dy), dbias];
    }
    const dx = emptyTensor(backend, dy.shape);
    const [dbias] = columnSums(backend, {
      ...sizes,
      key: `biasGrad ${activation}`,
      reads: { dy, y },
      writes: { dx },
      prelude: activationWgsl(activation),
      each: "let g = dy[i] * slope(y[i]); dx[i] = g; sum0 += g;",
      finish,
    });
    return [dx, dbias];
  });
}
