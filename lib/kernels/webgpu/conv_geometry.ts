/**
 * The numbers of a 2-D convolution, as all three of its kernels need them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** A convolution x -> y, NHWC, whichever of the three kernels computes with it. */
export interface ConvGeometry {
  /** Images. */
  readonly batch: number;
  /** Height of x: [batch, inHeight, inWidth, inChannels]. */
  readonly inHeight: number;
  /** Width of x. */
  readonly inWidth: number;
  /** Channels of x. */
  readonly inChannels: number;
  /** Height of y: [batch, outHeight, outWidth, outChannels]. */
  readonly outHeight: number;
  /** Width of y. */
  readonly outWidth: number;
  /** Channels of y. */
  readonly outChannels: number;
  /** Height of the filter: [kernelHeight, kernelWidth, inChannels, outChannels]. */
  readonly kernelHeight: number;
  /** Width of the filter. */
  readonly kernelWidth: number;
  /** Rows of x from one row of y to the next. */
  readonly strideY: number;
  /** Columns of x from one column of y to the next. */
  readonly strideX: number;
  /** Rows of x from one tap to the next. */
  readonly dilationY: number;
  /** Columns of x from one tap to the next. */
  readonly dilationX: number;
  /** Zeros before the first row; tfjs pads behind the last as far as needed. */
  readonly padTop: number;
  /** Zeros before the first column. */
  readonly padLeft: number;
}

type Shape4D = [number, number, number, number];
type Pads = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

/**
 * The geometry of a call of Conv2D or of one of its gradients.
 *
 * @param xShape shape of the convolution's input
 * @param filterShape shape of its filter
 * @param attrs the kernel's attributes
 * @returns undefined for what the kernels here do not cover: channels first, or an empty batch
 */
export function convGeometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  attrs: Record<string, unknown>,
): ConvGeometry | undefined {
  if (attrs.dataFormat === "NCHW" || xShape[0] === 0) return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides as number | [number, number],
    (attrs.dilations ?? 1) as number | [number, number],
    attrs.pad as Pads,
    attrs.dimRoundingMode as "floor" | "round" | "ceil" | undefined,
  );
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
    strideY: info.strideHeight,
    strideX: info.strideWidth,
    dilationY: info.dilationHeight,
    dilationX: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** All numbers of a geometry in one string, to name a program with. */
export function geometryKey(g: ConvGeometry): string {
  return Object.values(g).join();
}

/**
 * The geometry as WGSL constants, without a type: positions are i32, since they may lie in the
 * padding before zero, and what is divided is u32, which costs less.
 */
export function geometryWgsl(g: ConvGeometry): string {
  return Object.entries(g).map(([name, value]) => `const ${name} = ${value};`).join("\n");
}
