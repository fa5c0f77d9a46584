/**
 * Descriptors of identity: 128 numbers that are close together for faces of one person.
 *
 * The residual network of dlib's face recognition, as face-api carries its weights.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type FaceWeights, normalizeFaces } from "./weights.ts";

/** Side of the images that the network takes. */
export const DESCRIPTOR_SIDE = 150;

/** Length of a descriptor. */
export const DESCRIPTOR_LENGTH = 128;

/** The residual blocks in their order; `down` halves the map. */
const BLOCKS = [
  ..."32_1 32_2 32_3 64_down 64_1 64_2 64_3 128_down 128_1 128_2".split(" "),
  ..."256_down 256_1 256_2 256_down_out".split(" "),
];

/**
 * Descriptors of faces. The distance of two is Euclidean.
 *
 * @param weights of `descriptor`
 * @param x [B, 150, 150, 3], 0-255
 * @returns [B, 128]; the caller disposes of it
 * @throws TypeError if x has another shape
 */
export function applyDescriptor(weights: FaceWeights, x: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const first = convolve(weights, "conv32_down", normalizeFaces(x, DESCRIPTOR_SIDE), 2);
    let y = tf.maxPool(tf.relu(first), 3, 2, "valid");
    for (const block of BLOCKS) y = residual(weights, `conv${block}`, y);
    return y.mean<tf.Tensor2D>([1, 2]).matMul(weights.fc as tf.Tensor2D) as tf.Tensor2D;
  });
}

function convolve(weights: FaceWeights, name: string, x: tf.Tensor4D, stride: 1 | 2): tf.Tensor4D {
  const filters = weights[`${name}/conv/filters`] as tf.Tensor4D;
  return tf.conv2d(x, filters, stride, stride === 2 ? "valid" : "same")
    .add(weights[`${name}/conv/bias`])
    .mul(weights[`${name}/scale/weights`])
    .add(weights[`${name}/scale/biases`]);
}

function residual(weights: FaceWeights, block: string, x: tf.Tensor4D): tf.Tensor4D {
  const stride = block.includes("down") ? 2 : 1;
  let y = tf.relu(convolve(weights, `${block}/conv1`, x, stride)) as tf.Tensor4D;
  y = convolve(weights, `${block}/conv2`, y, 1);
  if (stride === 1) return tf.relu(y.add(x));
  // Both ways are filled up with zeros to the larger side and the larger number of channels.
  const pooled = tf.avgPool(x, 2, 2, "valid"), side = Math.max(y.shape[1], pooled.shape[1]);
  const channels = Math.max(y.shape[3], pooled.shape[3]);
  return tf.relu(fillUp(y, side, channels).add(fillUp(pooled, side, channels)));
}

function fillUp(x: tf.Tensor4D, side: number, channels: number): tf.Tensor4D {
  const [, height, width, depth] = x.shape;
  return x.pad([[0, 0], [0, side - height], [0, side - width], [0, channels - depth]]);
}
