/**
 * What moves in a step, and the loops around it: steps of both stages, Adam, augmentation of what D
 * sees, checkpoints, and the folder of a run.
 *
 * @example
 * ```ts
 * import { createConfig } from "@im2im/im2im";
 * import { install } from "@im2im/im2im/kernels";
 * import { createTraining, oneHot, stage2Step } from "@im2im/im2im/training";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await install("cpu");
 * const config = createConfig("tiny", { gf: 1, df: 1, ef: 1, z: 2, eRealWeight: 0, eInvarianceWeight: 0 });
 * using training = createTraining(config, ["man", "woman"]);
 * const z = tf.randomNormal([4, 2]) as tf.Tensor2D, c = oneHot([0, 1, 0, 1], 2);
 * const losses = stage2Step(training.stage2, { z, c }); // E has moved; G and D have not
 * console.log(Object.keys(losses)); // [ "e/latent" ]
 * ```
 *
 * @module
 */
export { type Adam, type AdamOptions, applyAdam, createAdam, disposeAdam } from "./adam.ts";
export { RanksDifferError } from "./agree.ts";
export {
  CheckpointError,
  decodeModel,
  loadModel,
  loadTraining,
  type ResumeOptions,
  saveModel,
  saveTraining,
} from "./checkpoint.ts";
export { decodeTraining } from "./decode_checkpoint.ts";
export * from "./diff_augment.ts";
export { encodeModel, encodeTraining, type TrainedNetworks } from "./encode_checkpoint.ts";
export { eraseDomain } from "./erase_domain.ts";
export { createFineTuning } from "./fine_tuning.ts";
export * from "./gradients.ts";
export * from "./instance_noise.ts";
export { latentVariance, oneHot, sampleLatent } from "./latent.ts";
export type { Shown } from "./judge_together.ts";
export {
  createPlaneGan,
  drawPlane,
  type PlaneBatch,
  type PlaneConfig,
  planeConfig,
  type PlaneGan,
  planeGanStep,
  type PlanePoints,
  readPlane,
} from "./plane_gan.ts";
export { lockRun, type RunLock, RunLockedError } from "./lock_run.ts";
export type { BlownUp, LossWatch } from "./loss_watch.ts";
export {
  decodePretrained,
  loadPretrained,
  type PretrainedName,
  pretrainedNames,
} from "./pretrained.ts";
export { DeviceLostError, NonFiniteError, readLosses } from "./read_losses.ts";
export type { FolderOptions } from "./run_in_folder.ts";
export { knowsDomains, runFiles, type RunOptions, runTraining } from "./run.ts";
export type { ConfigChange, Origin, RunHistory } from "./run_history.ts";
export {
  adamOfD,
  adamOfG,
  averageMomentum,
  createStage1,
  discriminatorStep,
  generatorStep,
  labelsSome,
  type Stage1,
  type Stage1Batch,
  stage1Step,
} from "./stage1_step.ts";
export { shareTraining, type StreamStates } from "./share_training.ts";
export * from "./stage2_step.ts";
export type { Paced } from "./step_loop.ts";
export { togetherConfig } from "./together_config.ts";
export {
  randomLabels,
  type TrainEvent,
  type TrainOptions,
  trainStage1,
  trainStage2,
} from "./train.ts";
export {
  type Best,
  createStage2Training,
  createTraining,
  type RandomStreams,
  type Training,
} from "./training.ts";
