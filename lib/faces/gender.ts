/**
 * Whether a network takes a face for a man's.
 *
 * A small Xception that face-api ships. It learnt from photographs of other data sets which of two
 * words their makers gave a face; it knows nothing of the person.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type FaceWeights, normalizeFaces } from "./weights.ts";

/** Side of the images that the network takes. */
export const GENDER_SIDE = 112;

/**
 * P(man) of faces.
 *
 * @param weights of `gender`
 * @param x [B, 112, 112, 3], 0-255
 * @returns [B, 1], 0-1; the caller disposes of it
 * @throws TypeError if x has another shape
 */
export function applyGender(weights: FaceWeights, x: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const first = convolve(weights, "entry_flow/conv_in", normalizeFaces(x, GENDER_SIDE), 2);
    let y = reduce(weights, "entry_flow/reduction_block_0", tf.relu(first), false);
    y = reduce(weights, "entry_flow/reduction_block_1", y);
    for (const block of ["main_block_0", "main_block_1"]) {
      let z = y;
      for (const i of [0, 1, 2]) {
        z = separable(weights, `middle_flow/${block}/separable_conv${i}`, tf.relu(z));
      }
      y = y.add(z);
    }
    y = reduce(weights, "exit_flow/reduction_block", y);
    y = tf.relu(separable(weights, "exit_flow/separable_conv", y));
    const features = tf.avgPool(y, 7, 2, "valid").reshape([x.shape[0], -1]);
    const logits = features.matMul(weights["fc/gender/weights"] as tf.Tensor2D)
      .add(weights["fc/gender/bias"]);
    return tf.softmax(logits as tf.Tensor2D).slice([0, 0], [-1, 1]);
  });
}

function convolve(weights: FaceWeights, name: string, x: tf.Tensor4D, stride: number): tf.Tensor4D {
  return tf.conv2d(x, weights[`${name}/filters`] as tf.Tensor4D, stride, "same")
    .add(weights[`${name}/bias`]);
}

function separable(weights: FaceWeights, name: string, x: tf.Tensor4D): tf.Tensor4D {
  return tf.separableConv2d(
    x,
    weights[`${name}/depthwise_filter`] as tf.Tensor4D,
    weights[`${name}/pointwise_filter`] as tf.Tensor4D,
    1,
    "same",
  ).add(weights[`${name}/bias`]);
}

/** [B, S, S, C] -> [B, S/2, S/2, C']. */
function reduce(weights: FaceWeights, block: string, x: tf.Tensor4D, active = true): tf.Tensor4D {
  const y = separable(weights, `${block}/separable_conv0`, active ? tf.relu(x) : x);
  const z = separable(weights, `${block}/separable_conv1`, tf.relu(y));
  return tf.maxPool(z, 3, 2, "same").add(convolve(weights, `${block}/expansion_conv`, x, 2));
}
