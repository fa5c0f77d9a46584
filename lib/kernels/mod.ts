/**
 * Fast kernels for training convolutional networks with TensorFlow.js on Deno. They stand on their
 * own: any tfjs program gains from them, without the rest of im2im.
 *
 * `install("wasm")` or `install("webgpu")` replaces Conv2D, its two gradients and MatMul, and adds
 * the fused kernels of this folder: batch norm, bias and affine with activation, spectral norm,
 * losses, Adam, moving average.
 *
 * @example
 * ```ts
 * import { biasActivation, install } from "@im2im/im2im/kernels";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await install("wasm"); // now the backend; conv2d, its gradients and matMul are fast
 * const x = tf.tensor2d([[-1, 2]]), bias = tf.tensor1d([0.5, 0.5]);
 * assertEquals([...await biasActivation(x, bias, "relu").data()], [0, 2.5]);
 * ```
 *
 * @module
 */
export { install, type InstallOptions, type KernelBackend } from "./install.ts";

export type { Activation } from "./activation.ts";
export { type AdamAttrs, type AdamSlot, adamUpdate } from "./adam.ts";
export { affineActivation } from "./affine.ts";
export { batchNorm, type BatchNormResult } from "./batch_norm.ts";
export { batchNormInference, type Statistics } from "./batch_norm_inference.ts";
export { biasActivation } from "./bias.ts";
export { type LabelBatch, labelLoss } from "./label_loss.ts";
export { layerNorm } from "./layer_norm.ts";
export { lerp, type LerpSlot } from "./lerp.ts";
export { type LogitBatch, logitLoss, type LogitPenalty, type LogitTarget } from "./logit_loss.ts";
export { type MpiRanks, type Ranks, startRanks } from "./mpi/ranks.ts";
export { OutOfMemoryError } from "./out_of_memory_error.ts";
export { reflectionPad } from "./reflection_pad.ts";
export { rowsAlone } from "./rows_alone.ts";
export { spectralNorm, type SpectralNormResult } from "./spectral_norm.ts";
export { squaredError } from "./squared_error.ts";

export type { Draw } from "./draw.ts";
export type { Tile } from "./webgpu/choose_tile.ts";
export { type OperandStorage, setOperandStorage } from "./webgpu/operand_storage.ts";
export { type ReplayableStep, ReplayedStep } from "./webgpu/replayed_step.ts";
export type { TunedTile } from "./webgpu/tile_book.ts";
export { type TuneOptions, tuneTiles } from "./webgpu/tune_tiles.ts";
