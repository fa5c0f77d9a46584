/**
 * The WGSL of one pass of a reduction over rows.
 *
 * @module
 */
import { halvingSum } from "./halving_sum.ts";
import type { Binding, Shader } from "./program.ts";
import type { ShaderStyle } from "./shader_style.ts";

/** One pass over [groups, rows, columns], the rows cut into chunks, a workgroup for each. */
export interface SumPass {
  /** Shown by profilers. */
  readonly label: string;
  /** Leading size. */
  readonly groups: number;
  /** Size that is summed over. */
  readonly rows: number;
  /** Trailing size, counted in T. */
  readonly columns: number;
  /** Parts that the rows are cut into. */
  readonly chunks: number;
  /** How many sums. */
  readonly sums: number;
  /** Buffers, in the order of `dispatch`. */
  readonly bindings: readonly Binding[];
  /** WGSL at module scope; declares T. */
  readonly prelude: string;
  /** WGSL for one element: adds to sum0, sum1, ... from i, r, c, p and group. */
  readonly each: string;
  /** WGSL for one column of one chunk: uses total0, total1, ... with c, p, group and chunk. */
  readonly finish: string;
  /** How it is written. */
  readonly style: ShaderStyle;
}

const THREADS = 256;

/** Neighbouring columns that a workgroup reads together: 16 vectors are 256 bytes. */
const LANES = 16;

/** Columns of a workgroup of a short shader, which has one line and so needs no workgroup memory. */
const SHORT_LANES = 64;

/**
 * The shader of one pass. Threads of a workgroup are lanes by lines: a lane owns a column, its lines
 * stride through the chunk's rows and are then added up in workgroup memory, pairwise.
 */
export function sumPass(pass: SumPass): Shader {
  const { groups, rows, columns, chunks, sums } = pass, short = pass.style === "short";
  const lanes = Math.min(short ? SHORT_LANES : LANES, 2 ** Math.ceil(Math.log2(columns)));
  const lines = short ? 1 : THREADS / lanes, threads = lanes * lines;
  const rowsOfChunk = Math.ceil(rows / chunks);
  const each = (write: (s: number) => string) =>
    Array.from({ length: sums }, (_, s) => `${write(s)}\n`).join("");
  const piles = Array.from({ length: sums }, (_, s) => `pile${s}`);
  const addUp = short ? "" : `${each((s) => `  pile${s}[lid] = sum${s};`)}  workgroupBarrier();
${halvingSum(piles, threads, lanes)}`;
  return {
    label: pass.label,
    threads,
    grid: [Math.ceil(columns / lanes), chunks, groups],
    bindings: pass.bindings,
    prelude: `${pass.prelude}
${short ? "" : each((s) => `var<workgroup> pile${s}: array<T, ${threads}>;`)}`,
    body: `  let c = wid.x * ${lanes}u + lid % ${lanes}u;
  let line = lid / ${lanes}u;
  let chunk = wid.y;
  let group = wid.z;
  let p = group * ${columns}u + c;
${each((s) => `  var sum${s} = T();`)}
  let end = min(${rows}u, (chunk + 1u) * ${rowsOfChunk}u);
  if (c < ${columns}u) {
    for (var r = chunk * ${rowsOfChunk}u + line; r < end; r += ${lines}u) {
      let i = (group * ${rows}u + r) * ${columns}u + c;
${pass.each}
    }
  }
${addUp}  if (line == 0u && c < ${columns}u) {
${each((s) => `    let total${s} = ${short ? `sum${s}` : `pile${s}[lid]`};`)}${pass.finish}
  }`,
  };
}
