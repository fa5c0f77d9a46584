/**
 * Im2imBias and its gradient.
 *
 * @module
 */
import { activationNumber, gradientSums, scaleShift, writeVectors } from "./channel_passes.ts";
import { divide } from "./division.ts";
import { outputTensor } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";

/** y = act(x + b). */
export const bias: FastKernel = ({ inputs: { x, bias }, attrs }) => {
  const division = divide(x.shape, bias.shape);
  const y = outputTensor(x.shape);
  const table = writeVectors(division, { shift: bias });
  scaleShift(x, y, table, division, activationNumber(attrs));
  return y;
};

/** dx = dy * act', dbias = its sums. */
export const biasGradient: FastKernel = ({ inputs: { dy, y }, attrs }) => {
  const parameterShape = dy.shape.slice(-1);
  const division = divide(dy.shape, parameterShape);
  const dx = outputTensor(dy.shape), dshift = outputTensor(parameterShape);
  const table = writeVectors(division, {});
  gradientSums(
    { dy, x: y, xIsOutput: true, dx, dshift },
    table,
    division,
    activationNumber(attrs),
  );
  return [dx, dshift];
};
