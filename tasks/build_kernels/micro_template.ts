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
    `import { sumLanes } from "./vectors";`,
    `import { PACKED_BYTES, PAIR_BYTES } from "./pixel_list";`,
    gemm(),
    ...[[6, 1], [6, 2], [3, 3], [3, 4]].map(([rows, columns]) => dot(rows, columns)),
    outer(6),
    outer(4),
    outer(2),
  ].join("\n");
}

/**
 * out[row] = sum over table entries and k of a[row][k] * b[k]: six rows are gathered by address, and
 * b is packed in panels of eight columns.
 */
function gemm(): string {
  const rows = range(6);
  return `
export function gemm6x8(
  table: usize, entries: i32, b: usize, tapBytes: usize, outs: usize, column: usize,
): void {
  ${all(6, 2).map(([r, v]) => `let c${r}${v} = f32x4.splat(0);`).join("\n  ")}
  const last = table + <usize> entries * ENTRY_BYTES;
  for (; table < last; table += ENTRY_BYTES) {
    ${rows.map((r) => `let a${r}: usize = load<u32>(table, ${4 * r});`).join("\n    ")}
    let p = b + <usize> load<u32>(table, TAP_AT) * tapBytes;
    const end = p + tapBytes;
    while (p < end) {
      const b0 = v128.load(p), b1 = v128.load(p, 16);
      let a: v128;
      ${
    rows.map((r) =>
      `a = v128.load_splat<f32>(a${r}); ` +
      `c${r}0 = f32x4.relaxed_madd(a, b0, c${r}0); c${r}1 = f32x4.relaxed_madd(a, b1, c${r}1);`
    ).join("\n      ")
  }
      ${rows.map((r) => `a${r} += 4;`).join(" ")}
      p += 32;
    }
  }
  let o: usize;
  ${
    rows.map((r) =>
      `o = <usize> load<u32>(outs, ${4 * r}) + column; ` +
      `v128.store(o, c${r}0); v128.store(o, c${r}1, 16);`
    ).join("\n  ")
  }
}`;
}

/**
 * The same for a panel of one to four columns, in which eight would mostly idle: the four lanes are
 * four k, summed at the end. b is packed as [k / 4][columns][4]; `at` picks the first of the table's
 * six rows, in bytes.
 */
function dot(rows: number, columns: number): string {
  const tile = all(rows, columns);
  return `
export function dot${rows}x${columns}(
  table: usize, entries: i32, b: usize, tapBytes: usize, outs: usize, column: usize, at: usize,
): void {
  ${tile.map(([r, c]) => `let c${r}${c} = f32x4.splat(0);`).join("\n  ")}
  const last = table + <usize> entries * ENTRY_BYTES;
  for (; table < last; table += ENTRY_BYTES) {
    ${range(rows).map((r) => `let a${r}: usize = load<u32>(table + at, ${4 * r});`).join("\n    ")}
    let p = b + <usize> load<u32>(table, TAP_AT) * tapBytes;
    const end = p + tapBytes;
    while (p < end) {
      ${range(columns).map((c) => `const b${c} = v128.load(p, ${16 * c});`).join(" ")}
      let a: v128;
      ${
    range(rows).map((r) =>
      `a = v128.load(a${r}); ` +
      range(columns).map((c) => `c${r}${c} = f32x4.relaxed_madd(a, b${c}, c${r}${c});`).join(" ")
    ).join("\n      ")
  }
      ${range(rows).map((r) => `a${r} += 16;`).join(" ")}
      p += ${16 * columns};
    }
  }
  let o: usize;
  ${
    range(rows).map((r) =>
      `o = <usize> load<u32>(outs + at, ${4 * r}) + column; ` +
      range(columns).map((c) => `store<f32>(o, sumLanes(c${r}${c}), ${4 * c});`).join(" ")
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
