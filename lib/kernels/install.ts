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
import * as tf from "@tensorflow/tfjs";

export * from "./activation.ts";
export * from "./adam.ts";
export * from "./affine.ts";
export * from "./batch_norm.ts";
export * from "./batch_norm_inference.ts";
export * from "./bias.ts";
export * from "./label_loss.ts";
export * from "./layer_norm.ts";
export * from "./lerp.ts";
export * from "./logit_loss.ts";
export * from "./out_of_memory_error.ts";
export * from "./spectral_norm.ts";
export * from "./squared_error.ts";
export type { Tile } from "./webgpu/choose_tile.ts";
export { type OperandStorage, setOperandStorage } from "./webgpu/operand_storage.ts";
export { type Draw, drawNow } from "./draw.ts";
export { type ReplayableStep, ReplayedStep } from "./webgpu/replayed_step.ts";
export type { TunedTile } from "./webgpu/tile_book.ts";
export { type TuneOptions, tuneTiles } from "./webgpu/tune_tiles.ts";

/** A tfjs backend that the kernels exist for. */
export type KernelBackend = "webgpu" | "wasm" | "cpu";

/** Settings of {@linkcode install}. */
export interface InstallOptions {
  /** Threads of the wasm backend, the main one included; by default one a processor, at most 8. */
  readonly threads?: number;
  /**
   * Matrix products of the wasm backend by a native BLAS, some 1.5 times as fast: true for the
   * system's OpenBLAS (Accelerate on macOS, untested), or a library's file. Needs --allow-ffi.
   */
  readonly blas?: boolean | string;
}

/**
 * Starts a backend, makes it tfjs' own, and registers the kernels for it. A second call changes
 * nothing but the options.
 *
 * @param backend which one
 * @param options the wasm backend's threads and BLAS
 * @throws Error if the runtime or the machine cannot run it, or lacks the BLAS asked for; RangeError for a bad option
 */
export async function install(backend: KernelBackend, options: InstallOptions = {}): Promise<void> {
  switch (backend) {
    case "cpu": {
      await tf.setBackend("cpu");
      const { registerCpuKernels } = await import("./cpu/register.ts");
      return registerCpuKernels();
    }
    case "wasm": {
      const { startWasm } = await import("./wasm/start.ts");
      const { registerWasmKernels } = await import("./wasm/register.ts");
      await startWasm(options);
      return registerWasmKernels();
    }
    case "webgpu": {
      const { startWebgpu } = await import("./webgpu/start.ts");
      const { registerWebgpuKernels } = await import("./webgpu/register.ts");
      if (tf.engine().registry.webgpu) await tf.setBackend("webgpu");
      else await startWebgpu({ allowSoftware: true }); // who names webgpu accepts what there is
      return registerWebgpuKernels();
    }
  }
}
