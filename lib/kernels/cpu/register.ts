/**
 * The im2im kernels in plain TypeScript, for tfjs' cpu backend. Slow and easy to check: they are
 * what the fast kernels are tested against.
 *
 * @module
 */
import { registerAdam } from "./adam.ts";
import { registerAffine } from "./affine.ts";
import { registerBatchNorm } from "./batch_norm.ts";
import { registerBias } from "./bias.ts";
import { registerLerp } from "./lerp.ts";
import { registerSpectralNorm } from "./spectral_norm.ts";

/** Registers every im2im kernel for tfjs' cpu backend; a second call does nothing. */
export function registerCpuKernels(): void {
  registerAffine();
  registerAdam();
  registerBatchNorm();
  registerBias();
  registerLerp();
  registerSpectralNorm();
}
