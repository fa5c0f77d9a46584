/**
 * Batch normalisation on the cpu backend: the reference for the fast ones.
 *
 * @module
 */
import { activate, type Activation, activationSlope } from "../activation.ts";
import { BATCH_NORM, BATCH_NORM_GRAD } from "../batch_norm.ts";
import { channelIndex } from "./channel_index.ts";
import { hostTensor, registerCpuKernel, valuesOf } from "./host_tensor.ts";

/** Registers Im2imBatchNorm and Im2imBatchNormGrad for tfjs' cpu backend. */
export function registerBatchNorm(): void {
  registerCpuKernel(BATCH_NORM, ({ inputs, attrs }) => {
    const act = attrs!.activation as Activation, epsilon = attrs!.epsilon as number;
    const x = valuesOf(inputs.x), gamma = valuesOf(inputs.gamma), beta = valuesOf(inputs.beta);
    const channels = inputs.x.shape[inputs.x.shape.length - 1], rows = x.length / channels;
    const mean = new Float64Array(channels), variance = new Float64Array(channels);
    x.forEach((v, i) => mean[i % channels] += v / rows);
    x.forEach((v, i) => variance[i % channels] += (v - mean[i % channels]) ** 2 / rows);

    const parameterOf = channelIndex(inputs.x.shape, inputs.gamma.shape);
    const y = x.map((v, i) => {
      const c = i % channels, p = parameterOf(i);
      return activate(act, gamma[p] * (v - mean[c]) / Math.sqrt(variance[c] + epsilon) + beta[p]);
    });
    return [
      hostTensor(inputs.x.shape, y),
      hostTensor([channels], Float32Array.from(mean)),
      hostTensor([channels], Float32Array.from(variance)),
    ];
  });

  // With xHat = (x - mean) / std, g = dy * act' and h = gamma * g:
  // dx = (h - mean(h) - xHat * mean(h * xHat)) / std, the means over every axis but the last.
  registerCpuKernel(BATCH_NORM_GRAD, ({ inputs, attrs }) => {
    const act = attrs!.activation as Activation, epsilon = attrs!.epsilon as number;
    const dy = valuesOf(inputs.dy), x = valuesOf(inputs.x);
    const gamma = valuesOf(inputs.gamma), beta = valuesOf(inputs.beta);
    const mean = valuesOf(inputs.mean);
    const std = Float64Array.from(valuesOf(inputs.variance), (v) => Math.sqrt(v + epsilon));
    const channels = mean.length, rows = x.length / channels;
    const parameterOf = channelIndex(inputs.x.shape, inputs.gamma.shape);

    const dgamma = new Float64Array(gamma.length), dbeta = new Float64Array(gamma.length);
    const h = new Float64Array(x.length), xHat = new Float64Array(x.length);
    const meanH = new Float64Array(channels), meanHX = new Float64Array(channels);
    for (let i = 0; i < x.length; i++) {
      const c = i % channels, p = parameterOf(i);
      xHat[i] = (x[i] - mean[c]) / std[c];
      const g = dy[i] * activationSlope(act, activate(act, gamma[p] * xHat[i] + beta[p]));
      dgamma[p] += g * xHat[i];
      dbeta[p] += g;
      h[i] = gamma[p] * g;
      meanH[c] += h[i] / rows;
      meanHX[c] += h[i] * xHat[i] / rows;
    }
    const dx = x.map((_, i) => {
      const c = i % channels;
      return (h[i] - meanH[c] - xHat[i] * meanHX[c]) / std[c];
    });
    return [
      hostTensor(inputs.x.shape, dx),
      hostTensor(inputs.gamma.shape, Float32Array.from(dgamma)),
      hostTensor(inputs.gamma.shape, Float32Array.from(dbeta)),
    ];
  });
}
