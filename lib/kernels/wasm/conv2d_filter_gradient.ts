/**
 * The gradient of a convolution by its filter: tfjs' Conv2DBackpropFilter kernel, which its wasm
 * backend lacks.
 *
 * @module
 */
import { pixelTaps, rowTaps } from "./conv2d.ts";
import {
  type ConvolutionAttrs,
  convolutionShape,
  hasFewChannels,
  padImages,
} from "./convolution_shape.ts";
import { addressOf, outputTensor } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";
import { weightGradient } from "./weight_gradient.ts";

/** Conv2DBackpropFilter: inputs {x [B,H,W,Ci], dy [B,oh,ow,Co]}; output [kh,kw,Ci,Co]. */
export const conv2dFilterGradient: FastKernel = ({ inputs: { x, dy }, attrs }) => {
  const { filterShape, ...convolution } = attrs as unknown as
    & ConvolutionAttrs
    & { filterShape: number[] };
  const shape = convolutionShape(x.shape, filterShape, convolution);
  if (!shape || `${dy.shape}` !== `${shape.outShape}`) return;
  const { inChannels, filterWidth } = shape;
  const dw = outputTensor(filterShape);
  const few = hasFewChannels(shape);
  const address = addressOf(x);
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
