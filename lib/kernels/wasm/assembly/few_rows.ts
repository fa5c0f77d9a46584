// The matrix product of a few rows: too few to be worth packing the other matrix.
import { address, int } from "./job";
import { loadPart, storePart } from "./vectors";

/**
 * out[m][n] = sum over k of a[m][k] * b[k][n]. One task: some columns. It goes through b once a row,
 * in the order in which it lies. Arguments: a, b, out, m, k, n, columns of a task.
 */
export function fewRows(task: i32): void {
  const m = int(3), k = int(4), n = int(5), share = int(6);
  const first = task * share, columns = min(share, n - first);
  for (let row = 0; row < m; row++) {
    const a = address(0) + <usize> (row * k) * 4;
    const out = address(2) + <usize> (row * n + first) * 4;
    memory.fill(out, 0, <usize> columns * 4);
    let b = address(1) + <usize> first * 4, i = 0;
    for (; i + 4 <= k; i += 4, b += <usize> n * 16) {
      addRows(a + (<usize> i << 2), b, out, columns, n);
    }
    for (; i < k; i++, b += <usize> n * 4) addRow(a + (<usize> i << 2), b, out, columns);
  }
}

/** out += a[0..3] times four rows of b. */
function addRows(a: usize, b: usize, out: usize, columns: i32, n: i32): void {
  const a0 = v128.load_splat<f32>(a), a1 = v128.load_splat<f32>(a, 4);
  const a2 = v128.load_splat<f32>(a, 8), a3 = v128.load_splat<f32>(a, 12);
  const b1 = <usize> n * 4, b2 = b1 * 2, b3 = b1 * 3;
  const end = out + (<usize> (columns & ~3) << 2);
  for (; out < end; out += 16, b += 16) {
    let sum = f32x4.relaxed_madd(a0, v128.load(b), v128.load(out));
    sum = f32x4.relaxed_madd(a1, v128.load(b + b1), sum);
    sum = f32x4.relaxed_madd(a2, v128.load(b + b2), sum);
    v128.store(out, f32x4.relaxed_madd(a3, v128.load(b + b3), sum));
  }
  const rest = columns & 3;
  if (!rest) return;
  let sum = f32x4.relaxed_madd(a0, loadPart(b, rest), loadPart(out, rest));
  sum = f32x4.relaxed_madd(a1, loadPart(b + b1, rest), sum);
  sum = f32x4.relaxed_madd(a2, loadPart(b + b2, rest), sum);
  storePart(out, f32x4.relaxed_madd(a3, loadPart(b + b3, rest), sum), rest);
}

/** out += a[0] times one row of b. */
function addRow(a: usize, b: usize, out: usize, columns: i32): void {
  const value = load<f32>(a);
  for (const end = out + (<usize> columns << 2); out < end; out += 4, b += 4) {
    store<f32>(out, load<f32>(out) + value * load<f32>(b));
  }
}
