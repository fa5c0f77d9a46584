/**
 * The choice of the backend that a run computes on.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { install } from "../kernels/install.ts";
import { describeAdapter, startWebgpu } from "../kernels/webgpu/start.ts";

/** What a user can ask for. */
export type WantedBackend = "auto" | "webgpu" | "wasm" | "cpu";

/** The names of {@linkcode WantedBackend}. */
export const wantedBackends: readonly WantedBackend[] = ["auto", "webgpu", "wasm", "cpu"];

/** The backend that was started. */
export interface SelectedBackend {
  /** tfjs' name of it. */
  readonly name: Exclude<WantedBackend, "auto">;
  /** What it runs on: the adapter's name, or the number of threads. */
  readonly device: string;
  /** Why this one, in a few words. */
  readonly why: string;
  /** Resolves with the reason if the device is lost; only WebGPU can lose one. */
  readonly deviceLost?: Promise<string>;
}

/** Settings of {@linkcode selectBackend}. */
export interface SelectOptions {
  /** Whether `auto` may take an adapter that imitates a GPU on the CPU. */
  readonly allowSoftware?: boolean;
  /** Threads of wasm, the main one included; one for each processor, at most 8, if left out. */
  readonly threads?: number;
  /**
   * Whether wasm's matrix products are done by a native BLAS: true for the system's, or the file of
   * a library. `auto` then takes wasm.
   */
  readonly blas?: boolean | string;
}

/**
 * Starts a backend with the im2im kernels on it. `auto` takes a hardware WebGPU adapter, or else
 * wasm. A software adapter is much slower than wasm, so it is taken only if webgpu is asked for by
 * name.
 *
 * @param wanted `auto`, or one by name
 * @param options threads; a BLAS; whether `auto` takes a software adapter
 * @returns which backend it is, on what, and why
 * @throws RangeError if the name is unknown, or if it cannot use a BLAS
 * @throws Error if the backend asked for by name cannot be started; it names the remedy
 */
export async function selectBackend(
  wanted: WantedBackend,
  options: SelectOptions = {},
): Promise<SelectedBackend> {
  // Silences tfjs' advice to install its native Node module.
  tf.enableProdMode();
  if (options.blas && wanted === "auto") return await onWasm("a BLAS is asked for", options);
  if (options.blas && wanted !== "wasm") {
    throw new RangeError(`blas works with wasm alone; leave it out, or use wasm, not ${wanted}`);
  }
  switch (wanted) {
    case "webgpu":
      return await onWebgpu("asked for");
    case "wasm":
      return await onWasm("asked for", options);
    case "cpu":
      await install("cpu");
      return { name: "cpu", device: "plain JavaScript, 1 thread", why: "asked for" };
    case "auto": {
      const adapter = await describeAdapter();
      if (!adapter) return await onWasm("no WebGPU adapter", options);
      if (!adapter.software) return await onWebgpu("a hardware adapter is there");
      if (options.allowSoftware) return await onWebgpu("a software adapter is allowed");
      return await onWasm(`the only WebGPU adapter, ${adapter.name}, is software`, options);
    }
    default:
      throw new RangeError(`backend must be one of ${wantedBackends.join(", ")}, got "${wanted}"`);
  }
}

/** One line for people: which backend, on what, and why. */
export function backendLine({ name, device, why }: SelectedBackend): string {
  return `Backend: ${name} on ${device} (${why})`;
}

async function onWasm(
  why: string,
  { threads, blas = false }: SelectOptions,
): Promise<SelectedBackend> {
  const { startWasm } = await import("../kernels/wasm/start.ts");
  const { registerWasmKernels } = await import("../kernels/wasm/register.ts");
  const used = await startWasm({ threads, blas });
  registerWasmKernels();
  const device = `CPU, ${used.threads} thread${used.threads === 1 ? "" : "s"}`;
  return { name: "wasm", device: used.blas ? `${device}, products by ${used.blas}` : device, why };
}

async function onWebgpu(why: string): Promise<SelectedBackend> {
  if (!await describeAdapter()) {
    throw new Error(
      "WebGPU is not available: no adapter was found; install a GPU driver, or use wasm or auto",
    );
  }
  const { name, software, deviceLost } = await startWebgpu({ allowSoftware: true });
  const { registerWebgpuKernels } = await import("../kernels/webgpu/register.ts");
  registerWebgpuKernels();
  const slow = software ? "; it is WebGPU in software, much slower than wasm" : "";
  return { name: "webgpu", device: name, why: why + slow, deviceLost };
}
