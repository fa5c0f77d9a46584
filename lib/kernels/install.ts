/**
 * Fast kernels for training convolutional networks with TensorFlow.js on Deno. They stand on their
 * own: any tfjs program gains from them, without the rest of im2im.
 *
 * `install("wasm")` or `install("webgpu")` replaces Conv2D, its two gradients and MatMul, and adds
 * the fused kernels of this folder: batch norm, bias and affine with activation, spectral norm,
 * Adam, moving average.
 *
 * @example
 * ```ts no-eval
 * import { install } from "@im2im/im2im/kernels";
 *
 * await install("wasm"); // now the backend; conv2d, its gradients and matMul are fast
 * ```
 *
 * @module
 */
export * from "./activation.ts";
export * from "./adam.ts";
export * from "./affine.ts";
export * from "./batch_norm.ts";
export * from "./bias.ts";
export * from "./lerp.ts";
export * from "./spectral_norm.ts";

/** A tfjs backend that the kernels exist for. */
export type KernelBackend = "webgpu" | "wasm" | "cpu";
