/**
 * Bias and activation on the cpu backend: the reference for the fast ones.
 *
 * @module
 */
import { activate, type Activation, activationSlope } from "../activation.ts";
import { BIAS, BIAS_GRAD } from "../bias.ts";
import { hostTensor, registerCpuKernel, valuesOf } from "./host_tensor.ts";

/** Registers Im2imBias and Im2imBiasGrad for tfjs' cpu backend. */
export function registerBias(): void {
  registerCpuKernel(BIAS, ({ inputs, attrs }) => {
    const act = attrs!.activation as Activation;
    const x = valuesOf(inputs.x), bias = valuesOf(inputs.bias);
    const y = x.map((v, i) => activate(act, v + bias[i % bias.length]));
    return hostTensor(inputs.x.shape, y);
  });

  registerCpuKernel(BIAS_GRAD, ({ inputs, attrs }) => {
    const act = attrs!.activation as Activation;
    const dy = valuesOf(inputs.dy), y = valuesOf(inputs.y);
    const channels = inputs.dy.shape[inputs.dy.shape.length - 1];
    const dx = dy.map((g, i) => g * activationSlope(act, y[i]));
    const dbias = new Float64Array(channels);
    dx.forEach((g, i) => dbias[i % channels] += g);
    return [
      hostTensor(inputs.dy.shape, dx),
      hostTensor([channels], Float32Array.from(dbias)),
    ];
  });
}
