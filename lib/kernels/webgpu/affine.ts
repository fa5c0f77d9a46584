/**
 * Scale, shift and activation on webgpu.
 *
 * @module
 */
import type { Activation } from "../activation.ts";
import { AFFINE, AFFINE_GRAD } from "../affine.ts";
import { columnSums } from "./column_sums.ts";
import { elementwise } from "./elementwise.ts";
import { emptyTensor } from "./gpu_backend.ts";
import { addKernel } from "./own_kernel.ts";
import { parameterSizes } from "./parameter_sizes.ts";
import { activationWgsl } from "./wgsl_activation.ts";

/** Registers Im2imAffine and Im2imAffineGrad for tfjs' webgpu backend. */
export function registerAffine(): void {
  addKernel(AFFINE, ({ inputs: { x, scale, shift }, attrs, backend }) => {
    const activation = attrs.activation as Activation;
    return elementwise(backend, {
      key: `affine ${activation}`,
      shape: x.shape,
      perSample: scale.shape.length === 2,
      reads: { x, scale, shift },
      prelude: activationWgsl(activation),
      body: "out[i] = act(scale[p] * x[i] + shift[p]);",
    });
  });

  addKernel(AFFINE_GRAD, ({ inputs: { dy, x, scale, shift }, attrs, backend }) => {
    const activation = attrs.activation as Activation;
    const dx = emptyTensor(backend, x.shape);
    const [dscale, dshift] = columnSums(backend, {
      ...parameterSizes(x.shape, scale.shape),
      key: `affineGrad ${activation}`,
      reads: { dy, x, scale, shift },
      writes: { dx },
      sums: 2,
      prelude: activationWgsl(activation),
      each: `let g = dy[i] * slope(act(scale[p] * x[i] + shift[p]));
dx[i] = scale[p] * g;
sum0 += g * x[i];
sum1 += g;`,
      outputs: { dscale: scale.shape, dshift: scale.shape },
      finish: "dscale[p] = total0; dshift[p] = total1;",
    });
    return [dx, dscale, dshift];
  });
}
