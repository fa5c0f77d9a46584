/**
 * Replaces tfjs' Conv2D and its two gradients, and MatMul.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { convFilterGrad } from "./conv_filter_grad.ts";
import { convForward } from "./conv_forward.ts";
import { type ConvGeometry, convGeometry } from "./conv_geometry.ts";
import { convInputGrad } from "./conv_input_grad.ts";
import { batchMatMul } from "./mat_mul.ts";
import { replaceKernel } from "./own_kernel.ts";

/** Registers the matrix products over tfjs' own kernels, which keep channels-first data. */
export function registerProducts(): void {
  replaceKernel("Conv2D", ({ inputs: { x, filter }, attrs, backend }) => {
    const geometry = convGeometry(x.shape, filter.shape, attrs);
    return geometry && convForward(backend, geometry, x, filter);
  });
  replaceKernel("Conv2DBackpropInput", ({ inputs: { dy, filter }, attrs, backend }) => {
    const geometry = convGeometry(attrs.inputShape as number[], filter.shape, attrs);
    if (geometry && fits(geometry, dy)) return convInputGrad(backend, geometry, dy, filter);
  });
  replaceKernel("Conv2DBackpropFilter", ({ inputs: { x, dy }, attrs, backend }) => {
    const geometry = convGeometry(x.shape, attrs.filterShape as number[], attrs);
    if (geometry && fits(geometry, dy)) return convFilterGrad(backend, geometry, x, dy);
  });
  replaceKernel("BatchMatMul", batchMatMul);
}

/** Whether dy is as large as the convolution's result; conv2dTranspose takes a larger one too. */
function fits(g: ConvGeometry, { shape }: tf.TensorInfo): boolean {
  return tf.util.arraysEqual(shape, [g.batch, g.outHeight, g.outWidth, g.outChannels]);
}
