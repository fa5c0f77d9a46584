/**
 * A fixed network of convolutions with random kernels, which knows nothing of any data set.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { Random } from "../random.ts";
import type { Network } from "./network.ts";
import { type NetworkPlan, NetworkPlanner } from "./network_plan.ts";

/** Of the kernels: the features are the same on every machine and for every data set. */
const SEED = 1;
/** Channels of the layers; the first keeps the resolution, each further one halves it. */
const CHANNELS = [16, 32, 64, 128];
/** Side of the kernels. */
const KERNEL = 3;
/** Each layer is averaged over so many by so many equal parts of the image. */
const GRID = 2;

/** Numbers that describe an image. */
export const RANDOM_FEATURES_LENGTH: number = GRID * GRID * CHANNELS.reduce((a, b) => a + b);

/** What they are of. */
export const RANDOM_FEATURES: string =
  `${CHANNELS.length} layers of random convolutions (seed ${SEED})`;

/** The kernels as a network that nothing moves. */
export function planRandomFeatures(): NetworkPlan {
  const planner = new NetworkPlanner();
  CHANNELS.forEach((outputs, i) =>
    planner.statistic(`conv${i + 1}/kernel`, [KERNEL, KERNEL, CHANNELS[i - 1] ?? 3, outputs], 0)
  );
  return planner.plan();
}

/** The values of the kernels: W ~ N(0, 2 / inputs) less its mean over the inputs. */
export function randomKernels(): (name: string) => Float32Array {
  const random = new Random(SEED).fork("random features"), values = new Map<string, Float32Array>();
  CHANNELS.forEach((outputs, i) => {
    const count = KERNEL * KERNEL * (CHANNELS[i - 1] ?? 3);
    const kernel = random.fillNormal(new Float32Array(count * outputs));
    for (let c = 0; c < outputs; c++) {
      let mean = 0;
      for (let k = c; k < kernel.length; k += outputs) mean += kernel[k] / count;
      for (let k = c; k < kernel.length; k += outputs) {
        kernel[k] = (kernel[k] - mean) * Math.sqrt(2 / count);
      }
    }
    values.set(`conv${i + 1}/kernel`, kernel);
  });
  return (name) => values.get(name)!;
}

/**
 * Four layers of 3x3 convolutions, each followed by the absolute value; the features are the means of
 * each layer over the quarters of the image.
 *
 * @param network of {@linkcode planRandomFeatures}
 * @param x [B, size, size, 3], size a power of 2 from 16
 * @returns [B, 960]; the caller disposes of it
 */
export function applyRandomFeatures(network: Network, x: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const parts = CHANNELS.map((_, i) => {
      const kernel = network.statistics[`conv${i + 1}/kernel`] as tf.Tensor4D;
      x = tf.abs(tf.conv2d(x, kernel, i === 0 ? 1 : 2, "same"));
      const side = x.shape[1] / GRID;
      return tf.avgPool(x, side, side, "valid").reshape<tf.Tensor2D>([x.shape[0], -1]);
    });
    return tf.concat(parts, 1);
  });
}
