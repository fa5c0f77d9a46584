/**
 * Im2imBatchNorm and its gradient.
 *
 * @module
 */
import { activationNumber, gradientSums, scaleShift, writeVectors } from "./channel_passes.ts";
import { divide } from "./division.ts";
import { addressOf, outputTensor, pool, scratch } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";

/** y = act(gamma * (x - mean) / sqrt(variance + epsilon) + beta), mean, variance. */
export const batchNorm: FastKernel = ({ inputs: { x, gamma, beta }, attrs }) => {
  const y = outputTensor(x.shape);
  const mean = outputTensor(x.shape.slice(-1)), variance = outputTensor(x.shape.slice(-1));
  // The statistics are over the whole batch, whatever scale and shift are.
  const { channels, period, elements, chunk, chunks, small } = divide(x.shape, mean.shape);
  const partials = scratch("partials", chunks * period * 8);
  const moments = [addressOf(x), partials, channels, elements, chunk];
  pool().run("chunkMoments", chunks, moments, small);
  pool().run("joinMoments", 1, [...moments, chunks, addressOf(mean), addressOf(variance)]);

  const division = divide(x.shape, gamma.shape);
  const epsilon = attrs.epsilon as number;
  const table = writeVectors(division, { mean, variance, scale: gamma, shift: beta, epsilon });
  scaleShift(x, y, table, division, activationNumber(attrs));
  return [y, mean, variance];
};

/** dx, dgamma, dbeta; see lib/kernels/cpu/batch_norm.ts for the formula. */
export const batchNormGradient: FastKernel = (
  { inputs: { dy, x, gamma, beta, mean, variance }, attrs },
) => {
  const division = divide(x.shape, gamma.shape);
  const { channels, period, groups, elements, chunk, chunks, small } = division;
  const activation = activationNumber(attrs), epsilon = attrs.epsilon as number;
  const dx = outputTensor(x.shape);
  const dgamma = outputTensor(gamma.shape), dbeta = outputTensor(gamma.shape);
  const table = writeVectors(division, { mean, variance, scale: gamma, shift: beta, epsilon });
  gradientSums(
    { dy, x, xIsOutput: false, dscale: dgamma, dshift: dbeta },
    table,
    division,
    activation,
  );
  const means = scratch("means", period * 8);
  pool().run("writeMeans", 1, [
    means,
    channels,
    groups,
    groups * elements / channels,
    table,
    addressOf(gamma),
    addressOf(dgamma),
    addressOf(dbeta),
  ]);
  pool().run("normGradient", groups * chunks, [
    addressOf(dy),
    addressOf(x),
    addressOf(dx),
    table,
    channels,
    groups,
    elements,
    chunk,
    chunks,
    activation,
    means,
  ], small);
  return [dx, dgamma, dbeta];
};
