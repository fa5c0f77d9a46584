/**
 * The three networks as plain functions over named variables: the generator G(z, c), the
 * discriminator D(x) and the encoder E(x), and what a run keeps of them.
 *
 * @example
 * ```ts
 * import { createConfig, Random } from "@im2im/im2im";
 * import { install } from "@im2im/im2im/kernels";
 * import { applyGenerator, countParameters, createGenerator } from "@im2im/im2im/networks";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await install("cpu");
 * const config = createConfig("tiny", { gf: 2, z: 3 });
 * const generator = createGenerator(config, 2, new Random(1));
 * console.log(countParameters(generator));
 * const z = tf.randomNormal([5, 3]) as tf.Tensor2D, c = tf.oneHot([0, 1, 0, 1, 0], 2) as tf.Tensor2D;
 * assertEquals(applyGenerator(config, generator, z, c.toFloat()).shape, [5, 32, 32, 3]);
 * ```
 *
 * @module
 */
export type { Config } from "../config.ts";
export { Random } from "../random.ts";
export * from "./discriminator.ts";
export * from "./encoder.ts";
export * from "./generator.ts";
export { inBatches, type Outputs, type Rows } from "./in_batches.ts";
export { createModel, type Model } from "./model.ts";
export {
  assignNetwork,
  copyNetwork,
  countParameters,
  disposeNetwork,
  foldStatistics,
  followNetwork,
  type Mode,
  type Network,
  networkVariables,
  type Observed,
  type Variables,
} from "./network.ts";
export {
  fillNetwork,
  type NetworkPlan,
  NetworkPlanner,
  type PlannedVariable,
  startNetwork,
} from "./network_plan.ts";
