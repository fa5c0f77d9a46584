/**
 * The second pass of a product whose sums were cut into parts: adds them in a fixed order, so that
 * results repeat bit for bit, which atomic additions would not.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { dispatch } from "./dispatch.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { flatGrid, programFor } from "./program.ts";

const THREADS = 64;

/**
 * The sum over the first axis.
 *
 * @param parts [splits, ...shape], float32; stays the caller's
 * @param shape shape of the result
 */
export function addParts(
  backend: GpuBackend,
  parts: tf.TensorInfo,
  shape: readonly number[],
): tf.TensorInfo {
  const splits = parts.shape[0], size = shape.reduce((a, b) => a * b, 1);
  const width = size % 4 ? 1 : 4, type = width === 4 ? "vec4f" : "f32", count = size / width;
  const program = programFor(backend, `addParts ${splits} x ${size}`, () => ({
    label: "addParts",
    threads: THREADS,
    grid: flatGrid(Math.ceil(count / THREADS)),
    bindings: [
      { name: "parts", access: "read", type: `array<${type}>` },
      { name: "sums", access: "read_write", type: `array<${type}>` },
    ],
    body: `  if (flat >= ${count}u) { return; }
  var sum = parts[flat];
  for (var i = ${count}u + flat; i < ${splits * count}u; i += ${count}u) { sum += parts[i]; }
  sums[flat] = sum;`,
  }));
  const out = emptyTensor(backend, shape);
  dispatch(backend, program, [parts, out]);
  return out;
}
