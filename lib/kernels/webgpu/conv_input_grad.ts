/**
 * Conv2DBackpropInput, which is also conv2dTranspose, as one matrix product for each phase.
 *
 * With stride s, the pixels of dx whose row and column leave the same remainders modulo s (a phase)
 * are reached by the same taps of the filter, about 1 / s^2 of them, and no pixel of another phase
 * by just these. So the phases are independent dense products, side by side in one dispatch: a row
 * is a pixel of the phase, a column a channel of x, the sum runs over the phase's taps and the
 * channels of y. The usual way, a convolution over dy with zeros between its pixels, multiplies by
 * those zeros.
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
 * The gradient with respect to x of y = conv(x, filter); dilation must be 1.
 *
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 * @returns [batch, inHeight, inWidth, inChannels]; the caller owns it
 */
export function convInputGrad(
  backend: GpuBackend,
  g: ConvGeometry,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const tapsY = Math.ceil(g.kernelHeight / g.strideY), tapsX = Math.ceil(g.kernelWidth / g.strideX);
  return gemm(backend, {
    key: `convInputGrad ${geometryKey(g)}`,
    m: g.batch * Math.ceil(g.inHeight / g.strideY) * Math.ceil(g.inWidth / g.strideX),
    n: g.inChannels,
    k: tapsY * tapsX * g.outChannels,
    groups: g.strideY * g.strideX,
    storage: operandStorage(backend),
    a: dy,
    b: filter,
    outShape: [g.batch, g.inHeight, g.inWidth, g.inChannels],
    write: () => code(g),
  });
}

// A pixel of dx at p + s * u (p its phase) meets tap t where t + s * o = p + s * u + pad, o being the
// row of dy. So its first tap is (p + pad) mod s, met at o = u + floor((p + pad) / s), and each s
// taps further on o is one less.
const phaseWgsl = `
struct Phase { y: i32, x: i32, tapY: i32, tapX: i32, tapsY: i32, tapsX: i32 }
fn phaseOf(group: u32) -> Phase {
  let y = i32(group / strideX);
  let x = i32(group % strideX);
  let tapY = i32((group / strideX + padTop) % strideY);
  let tapX = i32((group % strideX + padLeft) % strideX);
  let tapsY = (kernelHeight - tapY + strideY - 1) / strideY;
  let tapsX = (kernelWidth - tapX + strideX - 1) / strideX;
  return Phase(y, x, tapY, tapX, max(tapsY, 0), max(tapsX, 0));
}
// The phase's tap that term k belongs to, counted down and across. A phase has one of two widths
// here, both constants, which saves a division by a variable.
fn tapOf(phase: Phase, k: u32) -> vec2<i32> {
  let tap = k / outChannels;
  let y = i32(select(tap / widthMore, tap / widthLess, phase.tapsX == widthLess));
  return vec2<i32>(y, i32(tap) - y * phase.tapsX);
}`;

function code(g: ConvGeometry): GemmCode {
  const vector = g.outChannels % 4 === 0;
  return {
    constants: `${geometryWgsl(g)}
const phaseHeight = ${Math.ceil(g.inHeight / g.strideY)};
const phaseWidth = ${Math.ceil(g.inWidth / g.strideX)};
const widthMore = ${Math.ceil(g.kernelWidth / g.strideX)};
const widthLess = ${Math.max(1, Math.floor(g.kernelWidth / g.strideX))};
${phaseWgsl}`,
    a: {
      along: "k",
      vector,
      place: `
  let phase = phaseOf(group);
  let image = i32(outer / (phaseHeight * phaseWidth));
  let y = i32(outer / phaseWidth % phaseHeight) + (phase.y + padTop) / strideY;
  let x = i32(outer % phaseWidth) + (phase.x + padLeft) / strideX;
  return vec4<i32>(image, y, x, i32(group));`,
      index: `
  let phase = phaseOf(u32(at.w));
  let tap = tapOf(phase, k);
  let y = at.y - tap.x;
  let x = at.z - tap.y;
  let inside = at.x < batch && tap.x < phase.tapsY &&
    y >= 0 && y < outHeight && x >= 0 && x < outWidth;
  let pixel = (at.x * outHeight + y) * outWidth + x;
  return select(-1, pixel * outChannels + i32(k % outChannels), inside);`,
    },
    b: {
      along: "k",
      vector,
      place: `return vec4<i32>(i32(outer), i32(group), 0, 0);`,
      index: `
  let phase = phaseOf(u32(at.y));
  let tap = tapOf(phase, k);
  let y = phase.tapY + tap.x * strideY;
  let x = phase.tapX + tap.y * strideX;
  let inside = at.x < inChannels && tap.x < phase.tapsY;
  let line = (y * kernelWidth + x) * inChannels + at.x;
  return select(-1, line * outChannels + i32(k % outChannels), inside);`,
    },
    depthOf: `
  let phase = phaseOf(group);
  return u32(phase.tapsY * phase.tapsX * outChannels);`,
    rowStart: `
  let phase = phaseOf(group);
  let image = i32(row / (phaseHeight * phaseWidth));
  let y = i32(row / phaseWidth % phaseHeight) * strideY + phase.y;
  let x = i32(row % phaseWidth) * strideX + phase.x;
  let pixel = (image * inHeight + y) * inWidth + x;
  return select(-1, pixel * inChannels, y < inHeight && x < inWidth);`,
  };
}
