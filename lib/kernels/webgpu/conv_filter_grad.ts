/**
 * Conv2DBackpropFilter as a matrix product: a row is a tap of the filter and a channel of x, a column
 * a channel of y, and the sum runs over every pixel of y in the batch. That sum is long and the
 * result small, so this is the product whose sums are cut into parts.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { type ConvGeometry, geometryKey, geometryWgsl } from "./conv_geometry.ts";
import type { GemmCode } from "./described_product.ts";
import { gemm } from "./gemm.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { operandStorage } from "./operand_storage.ts";

/**
 * The gradient with respect to the filter of y = conv(x, filter).
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [kernelHeight, kernelWidth, inChannels, outChannels]; the caller owns it
 */
export function convFilterGrad(
  backend: GpuBackend,
  g: ConvGeometry,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo {
  return gemm(backend, {
    key: `convFilterGrad ${geometryKey(g)}`,
    m: g.kernelHeight * g.kernelWidth * g.inChannels,
    n: g.outChannels,
    k: g.batch * g.outHeight * g.outWidth,
    groups: 1,
    storage: operandStorage(backend),
    a: x,
    b: dy,
    outShape: [g.kernelHeight, g.kernelWidth, g.inChannels, g.outChannels],
    write: () => code(g),
  });
}

function code(g: ConvGeometry): GemmCode {
  return {
    constants: geometryWgsl(g),
    a: {
      along: "outer",
      vector: g.inChannels % 4 === 0,
      // Where the tap lies in a window, and its channel; no tap for a row beyond the last.
      place: `
  let tap = outer / inChannels;
  let y = i32(tap / kernelWidth) * dilationY - padTop;
  let x = i32(tap % kernelWidth) * dilationX - padLeft;
  return vec4<i32>(i32(tap), y, x, i32(outer % inChannels));`,
      index: `
  let image = i32(k / (outHeight * outWidth));
  let y = at.y + i32(k / outWidth % outHeight) * strideY;
  let x = at.z + i32(k % outWidth) * strideX;
  let inside = image < batch && at.x < kernelHeight * kernelWidth &&
    y >= 0 && y < inHeight && x >= 0 && x < inWidth;
  return select(-1, ((image * inHeight + y) * inWidth + x) * inChannels + at.w, inside);`,
    },
    b: {
      along: "outer",
      vector: g.outChannels % 4 === 0,
      place: `return vec4<i32>(i32(outer), 0, 0, 0);`,
      index: `
  let inside = at.x < outChannels && i32(k) < batch * outHeight * outWidth;
  return select(-1, i32(k) * outChannels + at.x, inside);`,
    },
    rowStart: `return i32(row) * outChannels;`,
  };
}
