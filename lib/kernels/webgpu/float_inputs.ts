/**
 * Inputs as our shaders read them: float32 in memory, not only in name.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { dispatch } from "./dispatch.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { flatGrid, programFor } from "./program.ts";

const THREADS = 128;

/**
 * Runs a kernel on inputs whose memory holds float32. tfjs casts int32 and bool to float32 without
 * touching the memory, and its own shaders convert as they read; ours would take the integer's bits.
 *
 * @param inputs of a kernel; those that need it are converted for the time of the call
 * @param run the kernel
 */
export function withFloatInputs<T>(
  backend: GpuBackend,
  inputs: Record<string, tf.TensorInfo>,
  run: (inputs: Record<string, tf.TensorInfo>) => T,
): T {
  const odd = Object.entries(inputs).filter(([, { dtype, dataId }]) =>
    dtype === "float32" && backend.tensorMap.get(dataId).dtype !== "float32"
  );
  if (!odd.length) return run(inputs);
  const converted = odd.map(([name, tensor]) => [name, toFloat(backend, tensor)] as const);
  try {
    return run(Object.assign(
      Array.isArray(inputs) ? [...inputs] : { ...inputs }, // either form
      Object.fromEntries(converted),
    ));
  } finally {
    converted.forEach(([, { dataId }]) => backend.disposeData(dataId));
  }
}

function toFloat(backend: GpuBackend, tensor: tf.TensorInfo): tf.TensorInfo {
  const size = tensor.shape.reduce((a, b) => a * b, 1);
  const program = programFor(backend, `toFloat ${size}`, () => ({
    label: "toFloat",
    threads: THREADS,
    grid: flatGrid(Math.ceil(size / THREADS)),
    bindings: [
      { name: "integers", access: "read", type: "array<i32>" },
      { name: "out", access: "read_write", type: "array<f32>" },
    ],
    body: `  if (flat < ${size}u) { out[flat] = f32(integers[flat]); }`,
  }));
  const out = emptyTensor(backend, tensor.shape);
  dispatch(backend, program, [tensor, out]);
  return out;
}
