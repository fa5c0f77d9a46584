/**
 * Im2imAffine and its gradient.
 *
 * @module
 */
import { activationNumber, gradientSums, scaleShift, writeVectors } from "./channel_passes.ts";
import { divide } from "./division.ts";
import { outputTensor } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";

/** y = act(scale * x + shift). */
export const affine: FastKernel = ({ inputs: { x, scale, shift }, attrs }) => {
  const division = divide(x.shape, scale.shape);
  const y = outputTensor(x.shape);
  scaleShift(x, y, writeVectors(division, { scale, shift }), division, activationNumber(attrs));
  return y;
};

/** dx = dy * act' * scale, dscale = sums of dy * act' * x, dshift = sums of dy * act'. */
export const affineGradient: FastKernel = ({ inputs: { dy, x, scale, shift }, attrs }) => {
  const division = divide(x.shape, scale.shape);
  const dx = outputTensor(x.shape);
  const dscale = outputTensor(scale.shape), dshift = outputTensor(scale.shape);
  const table = writeVectors(division, { scale, shift });
  gradientSums(
    { dy, x, xIsOutput: false, dx, dscale, dshift },
    table,
    division,
    activationNumber(attrs),
  );
  return [dx, dscale, dshift];
};
