/**
 * Which convolutions the kernels cover, and the small-channel form of those they do.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { pool, scratch } from "./heap.ts";

/** The attributes of tfjs' three convolution kernels. */
export interface ConvolutionAttrs {
  /** Steps along height and width. */
  readonly strides: number | [number, number];
  /** Which padding, or rows and columns of it. */
  readonly pad: "valid" | "same" | number | [number, number][];
  /** Order of the axes; NHWC if left out. */
  readonly dataFormat?: "NHWC" | "NCHW";
  /** Steps between a kernel's taps. */
  readonly dilations?: number | [number, number];
  /** How a fractional output size is rounded. */
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Shapes of a convolution: images [B,H,W,Ci], filter [kh,kw,Ci,Co], result [B,oh,ow,Co]. */
export type ConvolutionShape = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** The shapes, or undefined if the kernels here do not cover this convolution. */
export function convolutionShape(
  imageShape: number[],
  filterShape: number[],
  { strides, pad, dataFormat, dilations, dimRoundingMode }: ConvolutionAttrs,
): ConvolutionShape | undefined {
  if ((dataFormat ?? "NHWC") !== "NHWC" || imageShape[3] !== filterShape[2]) return;
  return tf.backend_util.computeConv2DInfo(
    imageShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad as "same",
    dimRoundingMode,
  );
}

/** Images with this few channels are better read a whole kernel row at a time. */
const FEW_CHANNELS = 8;

/** Whether {@linkcode padImages} pays. */
export function hasFewChannels(shape: ConvolutionShape): boolean {
  return shape.inChannels <= FEW_CHANNELS && shape.dilationWidth === 1 && shape.filterWidth > 1;
}

/** Images in scratch memory. */
export interface PaddedImages {
  /** Where they lie. */
  readonly address: number;
  /** Rows, those of the padding included. */
  readonly height: number;
  /** Columns, likewise. */
  readonly width: number;
}

/**
 * Copies the images with their padding written out, so that the pixels under a kernel row are
 * contiguous: one tap of kw * Ci numbers then takes the place of kw taps of Ci.
 */
export function padImages(address: number, shape: ConvolutionShape): PaddedImages {
  const height = (shape.outHeight - 1) * shape.strideHeight +
    (shape.filterHeight - 1) * shape.dilationHeight + 1;
  const width = (shape.outWidth - 1) * shape.strideWidth + shape.filterWidth;
  const bytes = shape.batchSize * height * width * shape.inChannels * 4;
  const padded = scratch("padded", bytes);
  pool().run("padImage", shape.batchSize, [
    address,
    padded,
    shape.inHeight,
    shape.inWidth,
    shape.inChannels * 4,
    shape.padInfo.top,
    shape.padInfo.left,
    height,
    width,
  ], bytes < 200_000);
  return { address: padded, height, width };
}
