/**
 * How the operands of convolutions are held while they are multiplied: as float32, or as float16
 * with float32 sums, which halves the traffic of workgroup memory.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { GpuBackend } from "./gpu_backend.ts";

/** A type that operands are staged in. */
export type OperandStorage = "f32" | "f16";

/**
 * What float16 operands are multiplied by before they are rounded, a power of two, so that only the
 * exponent changes. It moves float16's narrow range to where training needs it: a number keeps all 11
 * bits down to 7.6e-6 (6.1e-5 without) and vanishes below 3.7e-9.
 */
export const F16_SCALE = 8;

/**
 * Where float16 operands stop: what is larger is staged as this. Gradients do get there: those of a
 * batch norm whose batch hardly varies were seen at 1.6e3, and an infinite one would end a training.
 */
export const F16_LIMIT: number = 65504 / F16_SCALE;

const storages = new WeakMap<GpuBackend, OperandStorage>();

/** What the backend's convolutions stage their operands in. */
export function operandStorage(backend: GpuBackend): OperandStorage {
  return storages.get(backend) ?? "f32";
}

/**
 * Sets what the convolutions of tfjs' current webgpu backend stage their operands in, from the next
 * call on. Tensors stay float32, weights and moments too.
 *
 * @param storage f32, or f16 for operands rounded to 11 bits (a relative error of up to 4.9e-4 each)
 * @throws Error if the current backend is not webgpu, or its device lacks shader-f16
 */
export function setOperandStorage(storage: OperandStorage): void {
  if (tf.getBackend() !== "webgpu") {
    throw new Error(`Operands are stored as ${storage} on webgpu only, not on ${tf.getBackend()}`);
  }
  const backend = tf.backend() as unknown as GpuBackend;
  if (storage === "f16" && !backend.device.features.has("shader-f16")) {
    throw new Error("This device has no shader-f16: use f32");
  }
  storages.set(backend, storage);
}
