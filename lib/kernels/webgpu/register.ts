/**
 * The im2im kernels for tfjs' webgpu backend: the products over tfjs' own, and the fused ones.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerAdam } from "./adam.ts";
import { registerAffine } from "./affine.ts";
import { registerBatchNorm } from "./batch_norm.ts";
import { registerBias } from "./bias.ts";
import { registerLayerNorm } from "./layer_norm.ts";
import { registerLerp } from "./lerp.ts";
import { registerLosses } from "./losses.ts";
import { registerProducts } from "./products.ts";
import { registerReflectionPad } from "./reflection_pad.ts";
import { registerReduce } from "./reduce.ts";
import { registerSpectralNorm } from "./spectral_norm.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { replaceTransfers } from "./transfers.ts";
import { registerUniformNoise } from "./uniform_noise.ts";

/**
 * Registers every im2im kernel for tfjs' webgpu backend, and replaces the transfers of the one that is
 * current; a second call does nothing.
 *
 * @throws Error if tfjs-backend-webgpu has not been imported
 */
export function registerWebgpuKernels(): void {
  registerAdam();
  registerAffine();
  registerBatchNorm();
  registerBias();
  registerLayerNorm();
  registerLerp();
  registerLosses();
  registerProducts();
  registerReduce();
  registerReflectionPad();
  registerSpectralNorm();
  registerUniformNoise();
  if (tf.getBackend() === "webgpu") replaceTransfers(tf.backend() as unknown as GpuBackend);
}
