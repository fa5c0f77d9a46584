import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertLess } from "@std/assert";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { upsampleConv } from "../../lib/networks/upsample_conv.ts";

tf.enableProdMode();
registerCpuKernels();

/** What upsampleConv stands for, in two ops. tfjs' conv2d wants [3, 3, Ci, Co]. */
function reference(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  const large = tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]);
  return tf.conv2d(large, kernel.transpose([0, 1, 3, 2]), 1, "same");
}

Deno.test("upsampleConv equals nearest upsampling and a 3x3 convolution, gradients too", async () => {
  await tf.setBackend("cpu");
  // One image: the cpu backend's gradient of resizeNearestNeighbor is wrong for the second one.
  const x = tf.randomNormal<tf.Rank.R4>([1, 5, 3, 4], 0, 1, "float32", 1);
  const kernel = tf.randomNormal<tf.Rank.R4>([3, 3, 6, 4], 0, 1, "float32", 2);
  const dy = tf.randomNormal<tf.Rank.R4>([1, 10, 6, 6], 0, 1, "float32", 3);
  const ours = upsampleConv(x, kernel), theirs = reference(x, kernel);
  assertEquals(ours.shape, theirs.shape);
  assertLess(tf.max(tf.abs(ours.sub(theirs))).dataSync()[0], 1e-5);
  const a = tf.grads(upsampleConv as (...t: tf.Tensor[]) => tf.Tensor)([x, kernel], dy);
  const b = tf.grads(reference as (...t: tf.Tensor[]) => tf.Tensor)([x, kernel], dy);
  a.forEach((g, i) => assertLess(tf.max(tf.abs(g.sub(b[i]))).dataSync()[0], 2e-5));
  tf.disposeVariables();
});
