/**
 * The trunk that the landmark and the expression network share in shape: four blocks of four
 * depthwise-separable convolutions with the sums of all earlier outputs, as in face-api.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type FaceWeights, normalizeFaces } from "./weights.ts";

/** Side of the images that the trunk takes. */
export const TRUNK_SIDE = 112;

/**
 * Features of faces, then a dense layer.
 *
 * @param weights of `landmarks` or `expression`
 * @param x [B, 112, 112, 3], 0-255
 * @returns [B, outputs of the dense layer]; the caller disposes of it
 * @throws TypeError if x has another shape
 */
export function applyDenseBlocks(weights: FaceWeights, x: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    let y = normalizeFaces(x, TRUNK_SIDE);
    for (let block = 0; block < 4; block++) y = denseBlock(weights, `dense${block}`, y);
    const features = tf.avgPool(y, 7, 2, "valid").reshape([x.shape[0], -1]);
    return features.matMul(weights["fc/weights"] as tf.Tensor2D).add(weights["fc/bias"]);
  });
}

/** [B, S, S, C] -> [B, S/2, S/2, C']. */
function denseBlock(weights: FaceWeights, block: string, x: tf.Tensor4D): tf.Tensor4D {
  const first = `${block}/conv0/filters` in weights
    ? tf.conv2d(x, weights[`${block}/conv0/filters`] as tf.Tensor4D, 2, "same")
      .add(weights[`${block}/conv0/bias`])
    : separable(weights, `${block}/conv0`, x, 2);
  // y = relu of the sum of all outputs so far; each next convolution adds one term.
  let sum = tf.relu(first) as tf.Tensor4D, y = sum;
  for (let i = 1; i < 4; i++) {
    sum = sum.add(separable(weights, `${block}/conv${i}`, y, 1));
    y = tf.relu(sum);
  }
  return y;
}

function separable(weights: FaceWeights, name: string, x: tf.Tensor4D, stride: number) {
  return tf.separableConv2d(
    x,
    weights[`${name}/depthwise_filter`] as tf.Tensor4D,
    weights[`${name}/pointwise_filter`] as tf.Tensor4D,
    stride,
    "same",
  ).add(weights[`${name}/bias`]) as tf.Tensor4D;
}
