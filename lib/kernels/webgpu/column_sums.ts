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
import { shaderStyle } from "./shader_style.ts";
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
  const { groups, rows, columns, sums, reads, scalars = {}, writes = {}, finish } = kernel;
  const vectors = vectorWidth(columns), chunks = chunksFor(groups, rows, vectors.columns);
  const run = (name: string, buffers: readonly Bound[], pass: PassCode) => {
    const key = `${kernel.key}${name} ${groups} x ${rows} x ${columns}`;
    const program = programFor(backend, key, () =>
      sumPass({
        label: kernel.key + name,
        groups,
        columns: vectors.columns,
        sums,
        style: shaderStyle(backend),
        bindings: buffers.map(({ binding }) => binding),
        ...pass,
      }));
    dispatch(backend, program, buffers.map(({ tensor }) => tensor));
  };

  const prelude = `${vectors.alias}\n${kernel.prelude ?? ""}`, { each } = kernel;
  const inputs = [
    ...bind(reads, "read"),
    ...bind(scalars, "read", "array<f32>"),
    ...bind(writes, "read_write"),
  ];
  const outputs = bind(
    Object.fromEntries(
      Object.entries(kernel.outputs).map(([name, shape]) => [name, emptyTensor(backend, shape)]),
    ),
    "read_write",
  );
  if (chunks === 1 && inputs.length + outputs.length <= SAFE_BINDINGS) {
    run("", [...inputs, ...outputs], { rows, chunks, prelude, each, finish });
  } else {
    const parts = emptyTensor(backend, [groups, chunks, sums, columns]);
    const finishReads = (kernel.finishReads ?? []).map((name) => [name, reads[name]]);
    const forEach = (write: (s: number, part: (chunk: string) => string) => string) =>
      Array.from(
        { length: sums },
        (_, s) =>
          write(s, (chunk) =>
            `parts[((group * ${chunks}u + ${chunk}) * ${sums}u + ${s}u) * ${vectors.columns}u + c]`),
      )
        .join("\n");
    run(", chunks", [...inputs, ...bind({ parts }, "read_write")], {
      rows,
      chunks,
      prelude,
      each,
      finish: forEach((s, part) => `${part("chunk")} = total${s};`),
    });
    run(", total", [
      ...bind({ parts, ...Object.fromEntries(finishReads) }, "read"),
      ...outputs,
    ], {
      rows: chunks,
      chunks: 1,
      prelude: vectors.alias,
      each: forEach((s, part) => `sum${s} += ${part("r")};`),
      finish,
    });
    backend.disposeData(parts.dataId);
  }
  return outputs.map(({ tensor }) => tensor);
}

type PassCode = Pick<SumPass, "rows" | "chunks" | "prelude" | "each" | "finish">;

/** A tensor and the name that a shader knows it by. */
interface Bound {
  readonly binding: Binding;
  readonly tensor: tf.TensorInfo;
}

function bind(tensors: Tensors, access: Binding["access"], type = "array<T>"): Bound[] {
  return Object.entries(tensors)
    .map(([name, tensor]) => ({ binding: { name, access, type }, tensor }));
}

/** Enough chunks to fill a large GPU, but at least some dozens of rows in each. */
function chunksFor(groups: number, rows: number, columns: number): number {
  const enough = Math.ceil(512 / (groups * Math.ceil(columns / 16)));
  return Math.max(1, Math.min(Math.floor(rows / 64), enough, 256));
}
