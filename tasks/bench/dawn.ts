/**
 * Dawn, Chromium's WebGPU, in the place of Deno's own.
 *
 * @module
 */
import { createRequire } from "node:module";
import { resolve } from "node:path";

/** What the native add-on of npm:webgpu exports. */
interface DawnModule {
  /** Starts Dawn. */
  create(options: string[]): GPU;
  /** The classes and constants of WebGPU, GPUBufferUsage and the like. */
  readonly globals: Record<string, unknown>;
}

/**
 * Makes navigator.gpu and the WebGPU globals those of Dawn. The add-on is loaded as a file because
 * Deno loads none from its npm cache, and none can be bundled.
 *
 * @param file dist/linux-x64/dawn.node of the npm package webgpu
 * @throws Error if the file is no such add-on, or Dawn accepts no adapter of this machine
 */
export async function useDawn(file: string): Promise<void> {
  const { create, globals } = createRequire(import.meta.url)(resolve(file)) as DawnModule;
  const gpu = create([]);
  if (!await gpu.requestAdapter()) throw new Error("Dawn accepts no adapter of this machine");
  Object.assign(globalThis, globals);
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
}
