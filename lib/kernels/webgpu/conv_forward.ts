/**
 * Conv2D as a matrix product: a row is a pixel of y, a column a channel of y, and the sum runs over
 * the filter's taps and the channels of x.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { type ConvGeometry, geometryKey, geometryWgsl } from "./conv_geometry.ts";
import type { Gemm, GemmCode } from "./described_product.ts";
import { gemm } from "./gemm.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { operandStorage } from "./operand_storage.ts";

/**
 * y = conv(x, filter).
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]; the caller owns it
 */
export function convForward(
  backend: GpuBackend,
  g: ConvGeometry,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  return gemm(backend, { ...convForwardProduct(g, x, filter), storage: operandStorage(backend) });
}

/** The product behind {@linkcode convForward}, but for what its operands are staged in. */
export function convForwardProduct(
  g: ConvGeometry,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
): Omit<Gemm, "storage"> {
  return {
    key: `convForward ${geometryKey(g)}`,
    m: g.batch * g.outHeight * g.outWidth,
    n: g.outChannels,
    k: g.kernelHeight * g.kernelWidth * g.inChannels,
    groups: 1,
    a: x,
    b: filter,
    outShape: [g.batch, g.outHeight, g.outWidth, g.outChannels],
    write: () => code(g),
  };
}

function code(g: ConvGeometry): GemmCode {
  return {
    constants: geometryWgsl(g),
    a: {
      along: "k",
      vector: g.inChannels % 4 === 0,
      // The top left corner of the pixel's window; no image for a row beyond the last.
      place: `
  let image = i32(outer / (outHeight * outWidth));
  let y = i32(outer / outWidth % outHeight);
  let x = i32(outer % outWidth);
  return vec4<i32>(image, y * strideY - padTop, x * strideX - padLeft, 0);`,
      index: `
  let tap = k / inChannels;
  let y = at.y + i32(tap / kernelWidth) * dilationY;
  let x = at.z + i32(tap % kernelWidth) * dilationX;
  let inside = at.x < batch && tap < kernelHeight * kernelWidth &&
    y >= 0 && y < inHeight && x >= 0 && x < inWidth;
  let pixel = (at.x * inHeight + y) * inWidth + x;
  return select(-1, pixel * inChannels + i32(k % inChannels), inside);`,
    },
    b: {
      along: "outer",
      vector: g.outChannels % 4 === 0,
      place: `return vec4<i32>(i32(outer), 0, 0, 0);`,
      index: `
  let inside = at.x < outChannels && i32(k) < kernelHeight * kernelWidth * inChannels;
  return select(-1, i32(k) * outChannels + at.x, inside);`,
    },
    rowStart: `return i32(row) * outChannels;`,
  };
}
