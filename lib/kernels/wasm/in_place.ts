/**
 * Im2imAdam and Im2imLerp, which write into the tensors' own memory.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { AdamAttrs } from "../adam.ts";
import { addressOf, forget, pool } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";

/** Elements of a task. */
const CHUNK = 16384;

function share(tensor: tf.TensorInfo) {
  const size = tensor.shape.reduce((product, side) => product * side, 1);
  return { size, tasks: Math.ceil(size / CHUNK), small: size < 4 * CHUNK };
}

/** One Adam step of every slot. */
export const adam: FastKernel = ({ inputs, attrs }) => {
  const { learningRate, beta1, beta2, epsilon, step, count } = attrs as unknown as
    & AdamAttrs
    & { count: number };
  const rate = learningRate * Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step);
  for (let i = 0; i < count; i++) {
    const tensors = [inputs[`param${i}`], inputs[`grad${i}`], inputs[`m${i}`], inputs[`v${i}`]];
    forget(tensors[0]);
    const { size, tasks, small } = share(tensors[0]);
    const numbers = [size, CHUNK, rate, beta1, beta2, epsilon];
    pool().run("adam", tasks, [...tensors.map(addressOf), ...numbers], small);
  }
  return [];
};

/** target += weight * (source - target) in every slot. */
export const lerp: FastKernel = ({ inputs, attrs }) => {
  const { weight, count } = attrs as { weight: number; count: number };
  for (let i = 0; i < count; i++) {
    const target = inputs[`target${i}`];
    forget(target);
    const { size, tasks, small } = share(target);
    const addresses = [addressOf(target), addressOf(inputs[`source${i}`])];
    pool().run("lerp", tasks, [...addresses, size, CHUNK, weight], small);
  }
  return [];
};
