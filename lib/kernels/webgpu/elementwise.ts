/**
 * Computing a tensor element by element, with parameters that lie along its last axis.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { dispatch } from "./dispatch.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { type Binding, flatGrid, programFor } from "./program.ts";
import { vectorWidth } from "./vector_width.ts";

const THREADS = 128;

/** An elementwise kernel. */
export interface Elementwise {
  /** Names the kernel and everything that its body depends on, shapes aside. */
  readonly key: string;
  /** Shape of the result; its last axis is the channels. */
  readonly shape: readonly number[];
  /** Whether parameters have a row for each sample, [B, C], and not one for all, [C]. */
  readonly perSample?: boolean;
  /** Tensors read as `array<T>`: by `i` those of the result's shape, by `p` parameters. */
  readonly reads: Readonly<Record<string, tf.TensorInfo>>;
  /** Tensors read as `array<f32>`, by `row` or by a constant. */
  readonly scalars?: Readonly<Record<string, tf.TensorInfo>>;
  /** WGSL at module scope. */
  readonly prelude?: string;
  /** WGSL that sets `out[i]`; in scope are i, p, c (the channel) and row, all counted in T. */
  readonly body: string;
}

/** Runs an elementwise kernel; the caller owns the result. */
export function elementwise(backend: GpuBackend, kernel: Elementwise): tf.TensorInfo {
  const { shape, perSample = false, reads, scalars = {} } = kernel;
  const program = programFor(backend, `${kernel.key} ${shape} ${perSample}`, () => {
    const channels = shape.at(-1) ?? 1, size = shape.reduce((a, b) => a * b, 1);
    const { width, alias, columns } = vectorWidth(channels);
    const count = size / width;
    const bind = (type: string) => (name: string): Binding => ({ name, access: "read", type });
    return {
      label: kernel.key,
      threads: THREADS,
      grid: flatGrid(Math.ceil(count / THREADS)),
      bindings: [
        ...Object.keys(reads).map(bind("array<T>")),
        ...Object.keys(scalars).map(bind("array<f32>")),
        { name: "out", access: "read_write", type: "array<T>" },
      ],
      prelude: `${alias}\n${kernel.prelude ?? ""}`,
      body: `  if (flat >= ${count}u) { return; }
  let i = flat;
  let row = i / ${columns}u;
  let c = i % ${columns}u;
  let p = ${perSample ? `i / ${count / shape[0]}u * ${columns}u + c` : "c"};
${kernel.body}`,
    };
  });
  const out = emptyTensor(backend, shape);
  dispatch(backend, program, [...Object.values(reads), ...Object.values(scalars), out]);
  return out;
}
