/**
 * How shaders are written: for speed on a GPU, or to be compiled by an adapter to which text is dear.
 *
 * @module
 */
import type { GpuBackend } from "./gpu_backend.ts";

/**
 * `fast`: tiled, unrolled, and with all the workgroup memory that helps. `short`: loops, and hardly any
 * workgroup memory.
 */
export type ShaderStyle = "fast" | "short";

const styles = new WeakMap<GpuBackend, ShaderStyle>();

/** How the shaders of a backend are written. */
export function shaderStyle(backend: GpuBackend): ShaderStyle {
  return styles.get(backend) ?? "fast";
}

/** Sets how the shaders of a backend are written; before its first one is. */
export function setShaderStyle(backend: GpuBackend, style: ShaderStyle): void {
  styles.set(backend, style);
}

/** Threads of the one workgroup of a short sum, an element of workgroup memory for each. */
export function reducingThreads(backend: GpuBackend): number {
  return shaderStyle(backend) === "short" ? 64 : 256;
}

/**
 * What suits an adapter: `short` for SwiftShader, `fast` for every other. SwiftShader, Chromium's
 * adapter in software, compiles on the CPU in a time that grows much faster than the text, and writes
 * out that workgroup memory is zeroed, element by element. A tiled product took from one second to
 * more than a minute, and a short one takes 0.2 at most. Mesa's llvmpipe compiles both in less than
 * half a second and runs the tiled ones two to four times as fast.
 */
export function styleFor({ vendor, architecture, description }: GPUAdapterInfo): ShaderStyle {
  return /swiftshader/i.test(`${vendor} ${architecture} ${description}`) ? "short" : "fast";
}
