/**
 * The fast kernels of the wasm backend.
 *
 * @module
 */
import { ADAM } from "../adam.ts";
import { AFFINE, AFFINE_GRAD } from "../affine.ts";
import { BATCH_NORM, BATCH_NORM_GRAD } from "../batch_norm.ts";
import { BIAS, BIAS_GRAD } from "../bias.ts";
import { LERP } from "../lerp.ts";
import { SPECTRAL_NORM, SPECTRAL_NORM_GRAD } from "../spectral_norm.ts";
import { affine, affineGradient } from "./affine.ts";
import { batchNorm, batchNormGradient } from "./batch_norm.ts";
import { bias, biasGradient } from "./bias.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dFilterGradient } from "./conv2d_filter_gradient.ts";
import { conv2dInputGradient } from "./conv2d_input_gradient.ts";
import { identity } from "./identity.ts";
import { adam, lerp } from "./in_place.ts";
import { matMul } from "./mat_mul.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { spectralNorm, spectralNormGradient } from "./spectral_norm.ts";

/** Registers every kernel for tfjs' wasm backend; a second call does nothing. */
export function registerWasmKernels(): void {
  replaceKernel("Conv2D", conv2d);
  replaceKernel("Conv2DBackpropInput", conv2dInputGradient);
  replaceKernel("Conv2DBackpropFilter", conv2dFilterGradient);
  replaceKernel("BatchMatMul", matMul);
  replaceKernel("Identity", identity);
  replaceKernel(BIAS, bias);
  replaceKernel(BIAS_GRAD, biasGradient);
  replaceKernel(AFFINE, affine);
  replaceKernel(AFFINE_GRAD, affineGradient);
  replaceKernel(BATCH_NORM, batchNorm);
  replaceKernel(BATCH_NORM_GRAD, batchNormGradient);
  replaceKernel(SPECTRAL_NORM, spectralNorm);
  replaceKernel(SPECTRAL_NORM_GRAD, spectralNormGradient);
  replaceKernel(ADAM, adam);
  replaceKernel(LERP, lerp);
}
