import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { biasActivation } from "../../../lib/kernels/mod.ts";
import { labelLoss } from "../../../lib/kernels/label_loss.ts";
import { fill } from "../cases.ts";
import { webgpuTest } from "./device.ts";

webgpuTest("integers and booleans that were cast to float32 are read as numbers", async () => {
  const weights = tf.tensor2d([[10, 20, 30], [40, 50, 60]]);
  const oneHot = tf.oneHot([1, 0], 2).toFloat() as tf.Tensor2D; // on the device
  const host = tf.tensor2d([[3, 0], [0, -2]], [2, 2], "int32").toFloat(); // on the host
  const bool = tf.greater(weights, 25).toFloat();
  const results: [tf.Tensor, number[]][] = [
    [tf.matMul(oneHot, weights), [40, 50, 60, 10, 20, 30]],
    [tf.matMul(host, weights), [30, 60, 90, -80, -100, -120]],
    [biasActivation(bool, tf.tensor1d([1, 2, 3]), "linear"), [1, 2, 4, 2, 3, 4]],
  ];
  for (const [result, expected] of results) assertEquals([...await result.data()], expected);
  const logits = fill([2, 2], 1) as tf.Tensor2D;
  const labels = tf.tensor2d([[0, 1], [1, 0]]);
  const [a, b] = [
    labelLoss(oneHot, [{ logits, weights: [1] }]),
    labelLoss(labels, [{ logits, weights: [1] }]),
  ];
  assertEquals(await a.data(), await b.data());
  const bytes = () => {
    tf.matMul(oneHot, weights).dispose();
    return (tf.memory() as tf.MemoryInfo & { numBytesInGPU: number }).numBytesInGPU;
  };
  assertEquals(bytes(), bytes());
  tf.dispose([weights, oneHot, host, bool, logits, labels, a, b, results.map(([t]) => t)]);
});
