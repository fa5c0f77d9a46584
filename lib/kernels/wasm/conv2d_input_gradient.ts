/**
 * The gradient of a convolution by its input, which is also the transposed convolution: tfjs'
 * Conv2DBackpropInput kernel.
 *
 * @module
 */
import { blasColumns, isWorthColumns } from "../blas/columns.ts";
import { blasPhases, isWorthPhases } from "../blas/phases.ts";
import {
  type ConvolutionAttrs,
  type ConvolutionShape,
  convolutionShape,
} from "./convolution_shape.ts";
import { addressOf, outputTensor, pool } from "./heap.ts";
import { indirectGemm } from "./indirect_gemm.ts";
import type { Tap } from "./indirect_product.ts";
import type { FastKernel } from "./replace_kernel.ts";
import { winogradInputGradient } from "./winograd.ts";
import { backwardPlan } from "./winograd_plan.ts";

/** Conv2DBackpropInput: inputs {dy [B,oh,ow,Co], filter [kh,kw,Ci,Co]}; output [B,H,W,Ci]. */
export const conv2dInputGradient: FastKernel = ({ inputs: { dy, filter }, attrs }) => {
  const { inputShape, ...convolution } = attrs as unknown as
    & ConvolutionAttrs
    & { inputShape: number[] };
  const shape = convolutionShape(inputShape, filter.shape, convolution);
  if (!shape || `${dy.shape}` !== `${shape.outShape}`) return;
  const dx = outputTensor(shape.inShape);
  const plan = backwardPlan(shape, { of: "images", blas: Boolean(pool().blas) });
  if (plan) {
    winogradInputGradient(addressOf(dy), filter, addressOf(dx), shape, plan);
    return dx;
  }
  const blasGradient = pool().blas && chooseBlas(shape);
  if (blasGradient) {
    blasGradient(addressOf(dy), addressOf(filter), addressOf(dx), shape);
    return dx;
  }
  const { strideHeight, strideWidth, inHeight, inWidth } = shape;
  // With a stride, a pixel of dx meets only some taps: which ones depends on its phase.
  for (let y0 = 0; y0 < Math.min(strideHeight, inHeight); y0++) {
    for (let x0 = 0; x0 < Math.min(strideWidth, inWidth); x0++) {
      indirectGemm({
        source: {
          address: addressOf(dy),
          height: shape.outHeight,
          width: shape.outWidth,
          pixel: shape.outChannels,
        },
        taps: phaseTaps(shape, y0, x0),
        k: shape.outChannels,
        grid: {
          batch: shape.batchSize,
          height: Math.ceil((inHeight - y0) / strideHeight),
          width: Math.ceil((inWidth - x0) / strideWidth),
          stepY: 1,
          stepX: 1,
        },
        weights: { address: addressOf(filter), transposed: true },
        n: shape.inChannels,
        out: {
          address: addressOf(dx),
          height: inHeight,
          width: inWidth,
          stepY: strideHeight,
          stepX: strideWidth,
          y0,
          x0,
        },
      });
    }
  }
  return dx;
};

/** The routine of the native BLAS that wins, if one does. */
function chooseBlas(shape: ConvolutionShape) {
  if (isWorthColumns(shape)) return blasColumns;
  if (isWorthPhases(shape)) return blasPhases;
}

/** The pixels of dy that pixel (i * stride + y0, j * stride + x0) of dx went into, seen from (i, j). */
function phaseTaps(shape: ConvolutionShape, y0: number, x0: number): Tap[] {
  const taps: Tap[] = [];
  for (let kh = 0; kh < shape.filterHeight; kh++) {
    const dy = (y0 + shape.padInfo.top - kh * shape.dilationHeight) / shape.strideHeight;
    for (let kw = 0; kw < shape.filterWidth; kw++) {
      const dx = (x0 + shape.padInfo.left - kw * shape.dilationWidth) / shape.strideWidth;
      if (Number.isInteger(dy) && Number.isInteger(dx)) {
        taps.push({ dy, dx, weight: kh * shape.filterWidth + kw });
      }
    }
  }
  return taps;
}
