/**
 * Nearest-neighbour upsampling by 2 and a 3x3 convolution, as one transposed convolution.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * In one dimension, output 2i sees input i-1 through w0 and input i through w1 + w2; output 2i+1
 * sees input i through w0 + w1 and input i+1 through w2. That is a transposed convolution of
 * stride 2 with the kernel (w2, w1 + w2, w0 + w1, w0): rows of this matrix times (w0, w1, w2).
 */
const EXPAND = [[0, 0, 1], [0, 1, 1], [1, 1, 0], [1, 0, 0]];

/** The two-dimensional expansion, [16, 9]: the Kronecker product of EXPAND with itself. */
const EXPAND_2D = EXPAND.flatMap((row) =>
  EXPAND.map((column) => row.flatMap((a) => column.map((b) => a * b)))
);

/**
 * conv3x3(upsample2(x)), exactly, borders included, with 4/9 of the multiplications and without
 * the enlarged image in memory: upsampling copies pixels, so taps that meet the same pixel add up.
 *
 * Differs: the paper's G uses 5x5 transposed convolutions, whose uneven overlap draws checkerboards
 * (Odena et al., distill.pub/2016/deconv-checkerboard).
 *
 * @param x [B, H, W, Ci]
 * @param kernel [3, 3, Co, Ci] (output channels before input channels, as tfjs' conv2dTranspose)
 * @returns [B, 2H, 2W, Co]; the caller disposes of it
 */
export function upsampleConv(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  const [, , outputs, inputs] = kernel.shape;
  return tf.tidy(() => {
    const expand = tf.tensor2d(EXPAND_2D);
    const filter = tf.matMul(expand, kernel.reshape<tf.Tensor2D>([9, outputs * inputs]))
      .reshape<tf.Tensor4D>([4, 4, outputs, inputs]);
    const shape: [number, number, number, number] = [batch, 2 * height, 2 * width, outputs];
    return tf.conv2dTranspose(x, filter, shape, 2, "same");
  });
}
