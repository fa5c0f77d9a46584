/**
 * The im2im kernels for tfjs' webgpu backend: the products over tfjs' own, and the fused ones.
 *
 * @module
 */
import { registerAdam } from "./adam.ts";
import { registerAffine } from "./affine.ts";
import { registerBatchNorm } from "./batch_norm.ts";
import { registerBias } from "./bias.ts";
import { registerLayerNorm } from "./layer_norm.ts";
import { registerLerp } from "./lerp.ts";
import { registerLosses } from "./losses.ts";
import { registerProducts } from "./products.ts";
import { registerReduce } from "./reduce.ts";
import { registerSpectralNorm } from "./spectral_norm.ts";

/**
 * Registers every im2im kernel for tfjs' webgpu backend; a second call does nothing.
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
  registerSpectralNorm();
}
