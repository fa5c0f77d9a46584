// The steps of a power iteration on a matrix w [rows, columns]. Tasks are shares of the rows, of a
// fixed size, so that sums are formed in the same way on any number of threads.
import { address, int } from "./job";
import { loadPart, storePart, sumLanes } from "./vectors";

/** Keeps the length of a zero vector from dividing by zero. */
const TINY: f64 = 1e-12;

function dot(a: usize, b: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (; count > 0; count -= 4, a += 16, b += 16) {
    sum = count >= 4
      ? f32x4.relaxed_madd(v128.load(a), v128.load(b), sum)
      : f32x4.relaxed_madd(loadPart(a, count), loadPart(b, count), sum);
  }
  return sumLanes(sum);
}

/** to += factor * from. */
function addScaled(to: usize, factor: f32, from: usize, count: i32): void {
  const f = f32x4.splat(factor);
  for (; count > 0; count -= 4, to += 16, from += 16) {
    if (count >= 4) v128.store(to, f32x4.relaxed_madd(f, v128.load(from), v128.load(to)));
    else storePart(to, f32x4.relaxed_madd(f, loadPart(from, count), loadPart(to, count)), count);
  }
}

/** out = w u. Arguments: w, u, out, rows, columns, rows of a task. */
export function rowProducts(task: i32): void {
  const columns = int(4), share = int(5);
  for (let row = task * share; row < min(int(3), task * share + share); row++) {
    const from = address(0) + <usize> (row * columns) * 4;
    store<f32>(address(2) + (<usize> row << 2), dot(from, address(1), columns));
  }
}

/** partial[task] = v^T w over the task's rows. Arguments: w, v, partials, rows, columns, share. */
export function columnProducts(task: i32): void {
  const columns = int(4), share = int(5);
  const partial = address(2) + <usize> (task * columns) * 4;
  memory.fill(partial, 0, <usize> columns << 2);
  for (let row = task * share; row < min(int(3), task * share + share); row++) {
    const v = load<f32>(address(1) + (<usize> row << 2));
    addScaled(partial, v, address(0) + <usize> (row * columns) * 4, columns);
  }
}

/**
 * The sum of some vectors, divided by its length. Arguments: vectors [count, n], count, n, out,
 * length (0: not wanted).
 */
export function normaliseSum(_task: i32): void {
  const vectors = address(0), count = int(1), n = int(2), out = address(3);
  let squares: f64 = 0;
  for (let i = 0; i < n; i++) {
    let sum: f64 = 0;
    for (let k = 0; k < count; k++) sum += load<f32>(vectors + <usize> (k * n + i) * 4);
    store<f32>(out + (<usize> i << 2), <f32> sum);
    squares += sum * sum;
  }
  const length = Math.sqrt(squares), factor = <f32> (1 / (length + TINY));
  for (let at = out; at < out + (<usize> n << 2); at += 4) store<f32>(at, load<f32>(at) * factor);
  if (address(4)) store<f32>(address(4), <f32> length);
}

/** out = w / sigma. Arguments: w, sigma (its address), out, rows, columns, share. */
export function divideRows(task: i32): void {
  const columns = int(4), share = int(5), start = task * share;
  const count = (min(int(3), start + share) - start) * columns;
  const factor = <f32> (1 / (<f64> load<f32>(address(1)) + TINY));
  const offset = <usize> (start * columns) * 4;
  memory.fill(address(2) + offset, 0, <usize> count << 2);
  addScaled(address(2) + offset, factor, address(0) + offset, count);
}

/** partial[task] = <dy, wBar> over the task's rows. Arguments: dy, wBar, partials, rows, columns, share. */
export function innerProducts(task: i32): void {
  const columns = int(4), share = int(5), start = task * share;
  const count = (min(int(3), start + share) - start) * columns;
  const offset = <usize> (start * columns) * 4;
  store<f32>(
    address(2) + (<usize> task << 2),
    dot(address(0) + offset, address(1) + offset, count),
  );
}

/**
 * dw = (dy - sum of partials * v u^T) / sigma. Arguments: dy, partials, dw, rows, columns, share,
 * number of partials, v, u, sigma (its address).
 */
export function spectralGradient(task: i32): void {
  const columns = int(4), share = int(5), start = task * share;
  let along: f64 = 0;
  for (let i = 0; i < int(6); i++) along += load<f32>(address(1) + (<usize> i << 2));
  const factor = 1 / (<f64> load<f32>(address(9)) + TINY);
  for (let row = start; row < min(int(3), start + share); row++) {
    const offset = <usize> (row * columns) * 4, to = address(2) + offset;
    memory.fill(to, 0, <usize> columns << 2);
    addScaled(to, <f32> factor, address(0) + offset, columns);
    const v = <f64> load<f32>(address(7) + (<usize> row << 2));
    addScaled(to, <f32> (-along * v * factor), address(8), columns);
  }
}
