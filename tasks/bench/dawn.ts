/**
 * Dawn, Chromium's WebGPU, in the place of Deno's own.
 *
 * @module
 */
import { createRequire } from "node:module";

/** What the package `webgpu` exports. */
interface DawnModule {
  /** Starts Dawn. */
  create(options: string[]): GPU;
  /** The classes and constants of WebGPU, GPUBufferUsage and the like. */
  readonly globals: Record<string, unknown>;
}

/**
 * Makes navigator.gpu and the WebGPU globals those of npm:webgpu.
 *
 * @throws Error if the package is not installed where this program can find it
 */
export async function useDawn(): Promise<void> {
  const { create, globals } = await loadDawn();
  Object.assign(globalThis, globals);
  Object.defineProperty(navigator, "gpu", { value: create([]), configurable: true });
}

/** A native add-on cannot be bundled: beside a bundle it lies as a file. */
async function loadDawn(): Promise<DawnModule> {
  const name = "npm:webgpu@0.6.2";
  try {
    return await import(name);
  } catch {
    const file = `${Deno.build.os}-${Deno.build.arch === "x86_64" ? "x64" : "arm64"}.dawn.node`;
    return createRequire(Deno.mainModule)(`./${file}`);
  }
}
