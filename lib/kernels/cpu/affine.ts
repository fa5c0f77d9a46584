/**
 * Scale, shift and activation on the cpu backend: the reference for the fast ones.
 *
 * @module
 */
import { activate, type Activation, activationSlope } from "../activation.ts";
import { AFFINE, AFFINE_GRAD } from "../affine.ts";
import { channelIndex } from "./channel_index.ts";
import { hostTensor, registerCpuKernel, valuesOf } from "./host_tensor.ts";

/** Registers Im2imAffine and Im2imAffineGrad for tfjs' cpu backend. */
export function registerAffine(): void {
  registerCpuKernel(AFFINE, ({ inputs, attrs }) => {
    const act = attrs!.activation as Activation;
    const scale = valuesOf(inputs.scale), shift = valuesOf(inputs.shift);
    const parameterOf = channelIndex(inputs.x.shape, inputs.scale.shape);
    const y = valuesOf(inputs.x).map((v, i) => {
      const p = parameterOf(i);
      return activate(act, scale[p] * v + shift[p]);
    });
    return hostTensor(inputs.x.shape, y);
  });

  registerCpuKernel(AFFINE_GRAD, ({ inputs, attrs }) => {
    const act = attrs!.activation as Activation;
    const dy = valuesOf(inputs.dy), x = valuesOf(inputs.x);
    const scale = valuesOf(inputs.scale), shift = valuesOf(inputs.shift);
    const parameterOf = channelIndex(inputs.x.shape, inputs.scale.shape);
    const dx = new Float32Array(x.length);
    const dscale = new Float64Array(scale.length), dshift = new Float64Array(scale.length);
    for (let i = 0; i < x.length; i++) {
      const p = parameterOf(i);
      const g = dy[i] * activationSlope(act, activate(act, scale[p] * x[i] + shift[p]));
      dx[i] = g * scale[p];
      dscale[p] += g * x[i];
      dshift[p] += g;
    }
    return [
      hostTensor(inputs.x.shape, dx),
      hostTensor(inputs.scale.shape, Float32Array.from(dscale)),
      hostTensor(inputs.scale.shape, Float32Array.from(dshift)),
    ];
  });
}
