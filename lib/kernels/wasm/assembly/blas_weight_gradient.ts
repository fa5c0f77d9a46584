// The same sums as weight_gradient.ts, by the native BLAS.
import { gather, positionCount } from "./gather";
import { address, int, threadNumber } from "./job";
import { sgemm } from "./sgemm";

/**
 * One task: some taps, some of their rows, some of the positions. Blocks of positions are gathered
 * and added up in order. Arguments: see ../../blas/weight_gradient.ts.
 */
export function blasWeightGradient(task: i32): void {
  const m = int(4), tapCount = int(6), dy = address(12), n = int(13), out = address(14);
  const block = int(15), part = int(16), share = int(17), groups = int(18);
  const rows = int(19), rowGroups = int(20);
  const tile = address(21) + <usize> int(22) * threadNumber(), inPlace = int(23) != 0;

  const row = task % rowGroups * rows;
  const tap = task / rowGroups % groups * share, lastTap = min(tapCount, tap + share);
  const first = task / rowGroups / groups * part, last = min(positionCount(), first + part);
  // A gathered block has the rows of all its taps; in place there is one tap, and rows may be fewer.
  const height = inPlace ? min(rows, m - row) : (lastTap - tap) * m;
  const lda = inPlace ? m : height;
  const sums = out + <usize> ((first / part * tapCount + tap) * m + row) * n * 4;
  for (let position = first; position < last; position += block) {
    const count = min(block, last - position);
    if (!inPlace) gather(tile, position, count, tap, lastTap);
    const a = inPlace ? address(0) + <usize> (position * m + row) * 4 : tile;
    const b = dy + <usize> (position * n) * 4;
    sgemm(true, false, height, n, count, a, lda, b, n, position > first ? 1 : 0, sums, n);
  }
}

/** out[i] = sum over parts of partials[part][i]. One task: some i. Arguments: partials, parts, size, out, share. */
export function sumParts(task: i32): void {
  const parts = int(1), size = int(2), share = int(4);
  const last = min(size, task * share + share);
  for (let i = task * share; i < last; i++) {
    let from = address(0) + (<usize> i << 2), sum: f32 = 0;
    for (let part = 0; part < parts; part++, from += <usize> size << 2) sum += load<f32>(from);
    store<f32>(address(3) + (<usize> i << 2), sum);
  }
}
