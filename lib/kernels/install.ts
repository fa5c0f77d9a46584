/**
 * Starts a backend of tfjs with the kernels of this folder.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

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
