/**
 * Starting tfjs' WebGPU backend on a device of our own choosing, with its full limits, and with our
 * kernels' needs met.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { GpuBackend } from "./gpu_backend.ts";
import { setShaderStyle, type ShaderStyle, styleFor } from "./shader_style.ts";

/** A device that WebGPU offers. */
export interface AdapterDescription {
  /** Vendor and model, as far as the driver tells. */
  readonly name: string;
  /** Whether it only imitates a GPU on the CPU (llvmpipe, SwiftShader): far slower than wasm. */
  readonly software: boolean;
}

/** A started WebGPU backend. */
export interface WebgpuStart extends AdapterDescription {
  /** The optional features that the device has and that were asked for. */
  readonly features: readonly string[];
  /**
   * Settles with the reason once the device is lost or has reported an error (out of memory, an
   * invalid shader). WebGPU calls do not throw then: whatever is computed afterwards is rubbish, so
   * the caller should stop. It never settles otherwise.
   */
  readonly deviceLost: Promise<string>;
}

/** Settings of {@linkcode startWebgpu}. */
export interface WebgpuOptions {
  /** Accept a device that imitates a GPU on the CPU; false if left out. */
  readonly allowSoftware?: boolean;
  /** How shaders are written; as {@linkcode styleFor} finds it for the adapter if left out. */
  readonly shaders?: ShaderStyle;
}

/** Dispatches in a submission: enough to hide its cost, few enough to keep the device fed. */
const SUBMIT_BATCH = 64;

/** Memory for temporaries is bounded by these limits, so each is asked for at its largest. */
const limitNames = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeInvocationsPerWorkgroup",
] as const;

const wantedFeatures: readonly GPUFeatureName[] = ["shader-f16", "timestamp-query"];

/** What WebGPU offers on this machine, or null if it offers nothing. Starts nothing. */
export async function describeAdapter(): Promise<AdapterDescription | null> {
  const adapter = await requestAdapter();
  return adapter && describe(adapter);
}

/**
 * Starts the webgpu backend and makes it tfjs' current one. A backend of that name that is there
 * already is replaced, with all its tensors.
 *
 * @throws Error if there is no adapter, or only a software one and allowSoftware is not set
 */
export async function startWebgpu(options: WebgpuOptions = {}): Promise<WebgpuStart> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error("WebGPU offers no adapter: install a GPU driver or use wasm");
  const description = describe(adapter);
  if (description.software && !options.allowSoftware) {
    throw new Error(
      `WebGPU offers only ${description.name}, which is software: use wasm, or allow software`,
    );
  }
  const requiredFeatures = wantedFeatures.filter((name) => adapter.features.has(name));
  const requiredLimits = Object.fromEntries(limitNames.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
  const deviceLost = watch(device);

  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => {
    tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", SUBMIT_BATCH);
    return new WebGPUBackend(device, adapter.info);
  }, 3);
  if (!await tf.setBackend("webgpu")) {
    throw new Error(`tfjs could not start its webgpu backend on ${description.name}`);
  }
  const backend = tf.backend() as unknown as GpuBackend;
  setShaderStyle(backend, options.shaders ?? styleFor(adapter.info));
  return { ...description, features: requiredFeatures, deviceLost };
}

// Deno has no navigator.gpu where WebGPU is compiled out, whatever the types say.
function requestAdapter(): Promise<GPUAdapter | null> {
  const gpu: GPU | undefined = navigator.gpu;
  return gpu?.requestAdapter({ powerPreference: "high-performance" }) ?? Promise.resolve(null);
}

function describe({ info }: GPUAdapter): AdapterDescription {
  const name = info.description || `${info.vendor} ${info.architecture}`.trim() || "unnamed GPU";
  const software = info.isFallbackAdapter || /llvmpipe|swiftshader|software/i.test(name);
  return { name, software };
}

function watch(device: GPUDevice): Promise<string> {
  return new Promise((settle) => {
    device.lost.then(({ message, reason }) => settle(`Device lost: ${message || reason}`));
    device.addEventListener("uncapturederror", (event) => {
      settle(`Device error: ${(event as GPUUncapturedErrorEvent).error.message}`);
    });
  });
}
