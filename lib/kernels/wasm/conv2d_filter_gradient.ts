/**
 * The gradient of a convolution by its filter: tfjs' Conv2DBackpropFilter kernel, which its wasm
 * backend lacks.
 *
 * @module
 */
import { pixelTaps, rowTaps } from "./conv2d.ts";
import {
  type ConvolutionAttrs,
  type ConvolutionShape,
  convolutionShape,
  hasFewChannels,
  padImages,
} from "./convolution_shape.ts";
import { addressOf, floatsAt, outputTensor, pool, scratch } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";
import { weightGradient } from "./weight_gradient.ts";
import { winogradFilterGradient } from "./winograd.ts";
import { forwardPlan } from "./winograd_plan.ts";

/** Conv2DBackpropFilter: inputs {x [B,H,W,Ci], dy [B,oh,ow,Co]}; output [kh,kw,Ci,Co]. */
export const conv2dFilterGradient: FastKernel = ({ inputs: { x, dy }, attrs }) => {
  const { filterShape, ...convolution } = attrs as unknown as
    & ConvolutionAttrs
    & { filterShape: number[] };
  const shape = convolutionShape(x.shape, filterShape, convolution);
  if (!shape || `${dy.shape}` !== `${shape.outShape}`) return;
  const { inChannels, filterWidth } = shape;
  const dw = outputTensor(filterShape);
  const address = addressOf(x);
  const plan = forwardPlan(shape, { of: "filter", blas: Boolean(pool().blas) });
  if (plan) {
    winogradFilterGradient(address, addressOf(dy), addressOf(dw), shape, plan);
    return dw;
  }
  if (isThin(shape)) {
    thinFilterGradient(address, addressOf(dy), addressOf(dw), shape);
    return dw;
  }
  const few = hasFewChannels(shape);
  weightGradient({
    source: few
      ? { ...padImages(address, shape), pixel: inChannels }
      : { address, height: shape.inHeight, width: shape.inWidth, pixel: inChannels },
    taps: few ? rowTaps(shape) : pixelTaps(shape),
    m: few ? filterWidth * inChannels : inChannels,
    grid: {
      batch: shape.batchSize,
      height: shape.outHeight,
      width: shape.outWidth,
      stepY: shape.strideHeight,
      stepX: shape.strideWidth,
    },
    dy: addressOf(dy),
    n: shape.outChannels,
    dw: addressOf(dw),
  });
  return dw;
};

/** Whether the result has so few channels that columns of it would mostly idle: a last layer's colours. */
function isThin(shape: ConvolutionShape): boolean {
  return shape.outChannels <= 4 && shape.inChannels >= 8 && shape.filterWidth > 1 &&
    shape.strideHeight === 1 && shape.strideWidth === 1 &&
    shape.dilationHeight === 1 && shape.dilationWidth === 1;
}

/**
 * The same sums with x and dy in each other's place: the pixels of x are the positions, each meets the
 * pixels of dy that it went into, and these are read a kernel row at a time. The filter comes out
 * turned round, with its channels exchanged.
 */
function thinFilterGradient(x: number, dy: number, dw: number, shape: ConvolutionShape): void {
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = shape;
  const top = filterHeight - 1 - padInfo.top, left = filterWidth - 1 - padInfo.left;
  const turned = convolutionShape(shape.outShape, [filterHeight, filterWidth, outChannels, 1], {
    strides: 1,
    pad: [
      [0, 0],
      [top, shape.inHeight + filterHeight - 1 - top - shape.outHeight],
      [left, shape.inWidth + filterWidth - 1 - left - shape.outWidth],
      [0, 0],
    ],
  })!;
  const rows = filterWidth * outChannels, count = filterHeight * rows * inChannels;
  const sums = scratch("sums", count * 4);
  weightGradient({
    source: { ...padImages(dy, turned), pixel: outChannels },
    taps: rowTaps(turned),
    m: rows,
    grid: {
      batch: shape.batchSize,
      height: shape.inHeight,
      width: shape.inWidth,
      stepY: 1,
      stepX: 1,
    },
    dy: x,
    n: inChannels,
    dw: sums,
  });
  const from = floatsAt(sums, count), to = floatsAt(dw, count);
  const taps = filterHeight * filterWidth;
  for (let tap = 0, i = 0; tap < taps; tap++) {
    const at = (taps - 1 - tap) * inChannels * outChannels;
    for (let co = 0; co < outChannels; co++) {
      for (let ci = 0; ci < inChannels; ci++) to[at + ci * outChannels + co] = from[i++];
    }
  }
}
