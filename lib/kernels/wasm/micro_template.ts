/**
 * Writes the unrolled inner loops of the matrix products in AssemblyScript. Each keeps a tile of
 * the output in named locals, because only those stay in registers.
 *
 * @module
 */

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const all = (rows: number, vectors: number) =>
  range(rows).flatMap((r) => range(vectors).map((v) => [r, v] as const));

/** Two vectors of 4 and six rows: 12 accumulators, the most that 16 registers have room for. */
export function microKernels(): string {
  return [
    `import { ENTRY_BYTES, TAP_AT } from "./indirection";`,
    `import { PACKED_BYTES, PAIR_BYTES } from "./pixel_list";`,
    gemm(6, 2),
    gemm(6, 1),
    outer(6),
    outer(4),
    outer(2),
  ].join("\n");
}

/**
 * out[row] = sum over table entries and k of a[row][k] * b[k]: rows are gathered by address, and
 * b is packed in panels of 4 * vectors columns.
 */
function gemm(rows: number, vectors: number): string {
  const tile = all(rows, vectors);
  return `
export function gemm${rows}x${vectors * 4}(
  table: usize, entries: i32, b: usize, tapBytes: usize, outs: usize, column: usize,
): void {
  ${tile.map(([r, v]) => `let c${r}${v} = f32x4.splat(0);`).join("\n  ")}
  const last = table + <usize> entries * ENTRY_BYTES;
  for (; table < last; table += ENTRY_BYTES) {
    ${range(rows).map((r) => `let a${r}: usize = load<u32>(table, ${4 * r});`).join("\n    ")}
    let p = b + <usize> load<u32>(table, TAP_AT) * tapBytes;
    const end = p + tapBytes;
    while (p < end) {
      ${range(vectors).map((v) => `const b${v} = v128.load(p, ${16 * v});`).join(" ")}
      let a: v128;
      ${
    range(rows).map((r) =>
      `a = v128.load_splat<f32>(a${r}); ` +
      range(vectors).map((v) => `c${r}${v} = f32x4.relaxed_madd(a, b${v}, c${r}${v});`).join(" ")
    ).join("\n      ")
  }
      ${range(rows).map((r) => `a${r} += 4;`).join(" ")}
      p += ${16 * vectors};
    }
  }
  let o: usize;
  ${
    range(rows).map((r) =>
      `o = <usize> load<u32>(outs, ${4 * r}) + column; ` +
      range(vectors).map((v) => `v128.store(o, c${r}${v}, ${16 * v});`).join(" ")
    ).join("\n  ")
  }
}`;
}

/**
 * out[row] += sum over the list's pixels of x[pixel][row] * dy[pixel], eight columns of dy; or
 * out[row] = that sum, for the first block of pixels. x is packed, dy is gathered by address.
 */
function outer(rows: number): string {
  const tile = all(rows, 2);
  const eachRow = (line: (r: number) => string, pointer: string) =>
    range(rows).map((r) => line(r) + (r < rows - 1 ? ` ${pointer} += stride;` : "")).join("\n    ");
  return `
export function outer${rows}x8(
  list: usize, end: usize, x: usize, dyOffset: usize, out: usize, stride: usize, first: bool,
): void {
  ${tile.map(([r, v]) => `let c${r}${v} = f32x4.splat(0);`).join("\n  ")}
  for (; list < end; list += PAIR_BYTES) {
    const dy = <usize> load<u32>(list, 4) + dyOffset;
    const b0 = v128.load(dy), b1 = v128.load(dy, 16);
    let a: v128;
    ${
    range(rows).map((r) =>
      `a = v128.load_splat<f32>(x, ${4 * r}); ` +
      `c${r}0 = f32x4.relaxed_madd(a, b0, c${r}0); c${r}1 = f32x4.relaxed_madd(a, b1, c${r}1);`
    ).join("\n    ")
  }
    x += PACKED_BYTES;
  }
  if (!first) {
    let from = out;
    ${
    eachRow((r) =>
      `c${r}0 = f32x4.add(c${r}0, v128.load(from)); ` +
      `c${r}1 = f32x4.add(c${r}1, v128.load(from, 16));`, "from")
  }
  }
  ${eachRow((r) => `v128.store(out, c${r}0); v128.store(out, c${r}1, 16);`, "out")}
}`;
}
