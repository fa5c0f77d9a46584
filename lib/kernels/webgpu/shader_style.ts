/**
 * How shaders are written: for speed on a GPU, or to be compiled by an adapter to which text is dear.
 *
 * @module
 */
import type { GpuBackend } from "./gpu_backend.ts";

/** `fast`: tiled and unrolled. `short`: loops in place of unrolled text, and products without tiles. */
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

/**
 * What suits an adapter: `short` for SwiftShader, `fast` for every other. SwiftShader, Chromium's
 * adapter in software, compiles on the CPU in a time that grows much faster than the text: a tiled
 * product took from one second to more than a minute, and a short one takes 0.2 at most. Mesa's llvmpipe
 * compiles both in less than half a second and runs the tiled ones two to four times as fast.
 */
export function styleFor({ vendor, architecture, description }: GPUAdapterInfo): ShaderStyle {
  return /swiftshader/i.test(`${vendor} ${architecture} ${description}`) ? "short" : "fast";
}
