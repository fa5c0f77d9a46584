/**
 * The systems that the paper is measured against, over the same networks, kernels, data, loop and
 * checkpoints as the two-step method.
 *
 * @example
 * ```ts
 * import { baselines, createBaselineConfig, createBaselineTraining } from "@im2im/im2im/baselines";
 * import { install } from "@im2im/im2im/kernels";
 * import { assertEquals } from "@std/assert";
 *
 * await install("cpu");
 * const config = createBaselineConfig(baselines.cyclegan, { size: 32, gf: 1, df: 1 });
 * using training = createBaselineTraining(baselines.cyclegan, config, ["man", "woman"]);
 * assertEquals(Object.keys(training.adams).length, 4); // two generators, two discriminators
 * ```
 *
 * @module
 */
export {
  type BaselineDescription,
  type BaselineResumeOptions,
  loadBaselineTraining,
  type LoadedTranslator,
  loadTranslator,
  saveBaseline,
} from "./baseline_checkpoint.ts";
export { createBaselineConfig } from "./baseline_config.ts";
export type {
  BaselineConfig,
  BaselineMethod,
  BaselineName,
  BaselineStreams,
  BaselineTraining,
  Networks,
} from "./baseline_method.ts";
export { beginBaseline, createBaselineTraining } from "./baseline_training.ts";
export { baselines } from "./baselines.ts";
export { cyclegan } from "./cyclegan.ts";
export { type CycleGanConfig, cycleganFields } from "./cyclegan_config.ts";
export { absoluteError, leastSquares } from "./cyclegan_losses.ts";
export { cycleganStep, type DomainBatches } from "./cyclegan_step.ts";
export { dtn } from "./dtn.ts";
export { type DtnConfig, dtnFields } from "./dtn_config.ts";
export { constancyLoss, dtnClasses, totalVariation } from "./dtn_losses.ts";
export { dtnStep } from "./dtn_step.ts";
export { drawPoolMoves, planPool, pooled, type PoolMoves } from "./image_pool.ts";
export { instanceNorm } from "./instance_norm.ts";
export { applyPatches, type PatchShape, patchSide, planPatches } from "./patch_discriminator.ts";
export { applyResnet, planResnet, type ResnetShape } from "./resnet_generator.ts";
export { type BaselineRule, sharedFields } from "./shared_fields.ts";
export { type BaselineSteps, baselineSteps, runBaseline, trainBaseline } from "./train_baseline.ts";
