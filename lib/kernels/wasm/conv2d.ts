/**
 * Convolution: tfjs' Conv2D kernel.
 *
 * @module
 */
import {
  type ConvolutionAttrs,
  type ConvolutionShape,
  convolutionShape,
  hasFewChannels,
  padImages,
} from "./convolution_shape.ts";
import { addressOf, outputTensor, pool } from "./heap.ts";
import { indirectGemm } from "./indirect_gemm.ts";
import type { Tap } from "./indirect_product.ts";
import type { FastKernel } from "./replace_kernel.ts";
import { winogradConvolution } from "./winograd.ts";
import { forwardPlan } from "./winograd_plan.ts";

/** Conv2D: inputs {x [B,H,W,Ci], filter [kh,kw,Ci,Co]}; output [B,oh,ow,Co]. */
export const conv2d: FastKernel = ({ inputs: { x, filter }, attrs }) => {
  const shape = convolutionShape(x.shape, filter.shape, attrs as unknown as ConvolutionAttrs);
  if (!shape) return;
  const y = outputTensor(shape.outShape);
  const plan = forwardPlan(shape, { of: "images", blas: Boolean(pool().blas) });
  if (plan) winogradConvolution(addressOf(x), filter, addressOf(y), shape, plan);
  else convolve(addressOf(x), addressOf(filter), addressOf(y), shape);
  return y;
};

function convolve(x: number, filter: number, y: number, shape: ConvolutionShape): void {
  const { batchSize, outHeight, outWidth, inChannels, filterWidth } = shape;
  const few = hasFewChannels(shape);
  const source = few
    ? { ...padImages(x, shape), pixel: inChannels }
    : { address: x, height: shape.inHeight, width: shape.inWidth, pixel: inChannels };
  indirectGemm({
    source,
    taps: few ? rowTaps(shape) : pixelTaps(shape),
    k: few ? filterWidth * inChannels : inChannels,
    grid: {
      batch: batchSize,
      height: outHeight,
      width: outWidth,
      stepY: shape.strideHeight,
      stepX: shape.strideWidth,
    },
    weights: { address: filter, transposed: false },
    n: shape.outChannels,
    out: { address: y, height: outHeight, width: outWidth, stepY: 1, stepX: 1, y0: 0, x0: 0 },
  });
}

/** A tap for each pixel under the kernel. */
export function pixelTaps(shape: ConvolutionShape): Tap[] {
  const taps: Tap[] = [];
  for (let kh = 0; kh < shape.filterHeight; kh++) {
    for (let kw = 0; kw < shape.filterWidth; kw++) {
      taps.push({
        dy: kh * shape.dilationHeight - shape.padInfo.top,
        dx: kw * shape.dilationWidth - shape.padInfo.left,
        weight: taps.length,
      });
    }
  }
  return taps;
}

/** A tap for each row under the kernel, in padded images. */
export function rowTaps(shape: ConvolutionShape): Tap[] {
  return Array.from(
    { length: shape.filterHeight },
    (_, kh) => ({ dy: kh * shape.dilationHeight, dx: 0, weight: kh }),
  );
}
