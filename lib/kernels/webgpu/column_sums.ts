/**
 * Sums over rows: of a tensor seen as [groups, rows, columns], some functions of its elements summed
 * over the rows, for each group and column. That is the statistics of batch norm, the gradients of
 * every bias and scale, and tfjs' Sum and Mean, all without moving channels first.
 *
 * Two passes: workgroups sum chunks of rows side by side, then one adds the chunks in a fixed order.
 * Where there are too few rows to share out, the first pass finishes alone.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { dispatch } from "./dispatch.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { type Binding, programFor } from "./program.ts";
import { type SumPass, sumPass } from "./sum_pass.ts";
import { vectorWidth } from "./vector_width.ts";

type Tensors = Readonly<Record<string, tf.TensorInfo>>;

/** A reduction over rows. */
export interface ColumnSums {
  /** Names the kernel and everything that its WGSL depends on, the three sizes aside. */
  readonly key: string;
  /** Leading size that is kept. */
  readonly groups: number;
  /** Size that is summed over. */
  readonly rows: number;
  /** Trailing size that is kept. */
  readonly columns: number;
  /** Tensors read as `array<T>`. */
  readonly reads: Tensors;
  /** Tensors read as `array<f32>`. */
  readonly scalars?: Tensors;
  /** Tensors that `each` writes besides its sums, as `array<T>`. */
  readonly writes?: Tensors;
  /** How many sums. */
  readonly sums: number;
  /** WGSL at module scope, for `each`. */
  readonly prelude?: string;
  /**
   * WGSL for one element, which adds to sum0, sum1, ...; in scope are i (its index), r (its row),
   * c (its column) and p (its group's parameters: group * columns + c), all counted in T.
   */
  readonly each: string;
  /** Names out of `reads` that `finish` reads too. */
  readonly finishReads?: readonly string[];
  /** The results and their shapes. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** WGSL for one column, which sets the outputs at `p` from total0, total1, ... */
  readonly finish: string;
}

/** Every device can bind this many storage buffers to a shader. */
const SAFE_BINDINGS = 8;

/** Runs a reduction; the caller owns the results, in the order of `outputs`. */
export function columnSums(backend: GpuBackend, kernel: ColumnSums): tf.TensorInfo[] {
  const { groups, rows, columns, sums, scalars = {}, writes = {}, finishReads = [] } = kernel;
  const vectors = vectorWidth(columns);
  const outputs = Object.values(kernel.outputs).map((shape) => emptyTensor(backend, shape));
  const inputs = [...Object.values(kernel.reads), ...Object.values(scalars)];
  const written = Object.values(writes);
  const chunks = chunksFor(groups, rows, vectors.columns);
  const key = `${kernel.key} ${groups} x ${rows} x ${columns}`;
  const bind = (access: Binding["access"], type = "array<T>") => (name: string): Binding => ({
    name,
    access,
    type,
  });
  type Settings = Pick<SumPass, "rows" | "chunks" | "bindings" | "prelude" | "each" | "finish">;
  const prelude = `${vectors.alias}\n${kernel.prelude ?? ""}`;
  const pass = (settings: Settings) =>
    sumPass({
      label: kernel.key,
      groups,
      columns: vectors.columns,
      sums,
      ...settings,
    });
  const inputBindings = [
    ...Object.keys(kernel.reads).map(bind("read")),
    ...Object.keys(scalars).map(bind("read", "array<f32>")),
    ...Object.keys(writes).map(bind("read_write")),
  ];
  const outputBindings = Object.keys(kernel.outputs).map(bind("read_write"));

  if (chunks === 1 && inputBindings.length + outputBindings.length <= SAFE_BINDINGS) {
    const alone = programFor(backend, key, () =>
      pass({
        rows,
        chunks,
        bindings: [...inputBindings, ...outputBindings],
        prelude,
        each: kernel.each,
        finish: kernel.finish,
      }));
    dispatch(backend, alone, [...inputs, ...written, ...outputs]);
    return outputs;
  }

  const range = Array.from({ length: sums }, (_, s) => s);
  const partAt = (s: number, chunk: string) =>
    `parts[((group * ${chunks}u + ${chunk}) * ${sums}u + ${s}u) * ${vectors.columns}u + c]`;
  const first = programFor(backend, `${key}, chunks`, () =>
    pass({
      rows,
      chunks,
      bindings: [...inputBindings, bind("read_write")("parts")],
      prelude,
      each: kernel.each,
      finish: range.map((s) => `${partAt(s, "chunk")} = total${s};`).join("\n"),
    }));
  const second = programFor(backend, `${key}, total`, () =>
    pass({
      rows: chunks,
      chunks: 1,
      bindings: [bind("read")("parts"), ...finishReads.map(bind("read")), ...outputBindings],
      prelude: vectors.alias,
      each: range.map((s) => `sum${s} += ${partAt(s, "r")};`).join("\n"),
      finish: kernel.finish,
    }));
  const parts = emptyTensor(backend, [groups, chunks, sums, columns]);
  dispatch(backend, first, [...inputs, ...written, parts]);
  dispatch(backend, second, [parts, ...finishReads.map((name) => kernel.reads[name]), ...outputs]);
  backend.disposeData(parts.dataId);
  return outputs;
}

/** Enough chunks to fill a large GPU, but at least some dozens of rows in each. */
function chunksFor(groups: number, rows: number, columns: number): number {
  const enough = Math.ceil(512 / (groups * Math.ceil(columns / 16)));
  return Math.max(1, Math.min(Math.floor(rows / 64), enough, 256));
}
