// Mean and variance of each channel. Chunks are small enough for the cache, so each is read twice:
// once for its mean, once for its squared deviations. The chunks are then joined in double precision
// (Chan, Golub and LeVeque 1979), always in the same order.
import { address, int } from "./job";
import { loadPart, periodOf } from "./vectors";

/**
 * One task: the means and squared deviations of one chunk, as [period] and [period] floats.
 * Arguments: x, partials, channels, elements, elements of a chunk (a multiple of the period).
 */
export function chunkMoments(task: i32): void {
  const period = periodOf(int(2)), chunk = int(4), start = task * chunk;
  const count = min(chunk, int(3) - start);
  const x = address(0) + (<usize> start << 2), line = <usize> period << 2;
  const means = address(1) + <usize> task * line * 2, squares = means + line;
  memory.fill(means, 0, line * 2);
  const last = x + (<usize> (count & ~3) << 2), rest = count & 3;

  let at: usize = 0;
  for (let p = x; p < last; p += 16) {
    v128.store(means + at, f32x4.add(v128.load(means + at), v128.load(p)));
    at += 16;
    if (at == line) at = 0;
  }
  if (rest) v128.store(means + at, f32x4.add(v128.load(means + at), loadPart(last, rest)));
  for (let i = 0; i < min(period, count); i++) {
    const mean = means + (<usize> i << 2);
    store<f32>(mean, load<f32>(mean) / <f32> slotCount(count, period, i));
  }

  at = 0;
  for (let p = x; p < last; p += 16) {
    const d = f32x4.sub(v128.load(p), v128.load(means + at));
    v128.store(squares + at, f32x4.relaxed_madd(d, d, v128.load(squares + at)));
    at += 16;
    if (at == line) at = 0;
  }
  for (let i = 0; i < rest; i++) {
    const slot = at + (<usize> i << 2);
    const d = load<f32>(last + (<usize> i << 2)) - load<f32>(means + slot);
    store<f32>(squares + slot, load<f32>(squares + slot) + d * d);
  }
}

/** How many of `count` elements in a row fall on slot i of the period. */
// @ts-ignore: decorator

function slotCount(count: i32, period: i32, i: i32): i32 {
  return (count - i + period - 1) / period;
}

/** Joins the chunks. Arguments: those of chunkMoments, then chunks, mean, variance. */
export function joinMoments(_task: i32): void {
  const partials = address(1), channels = int(2), period = periodOf(channels);
  const elements = int(3), chunk = int(4), chunks = int(5);
  for (let c = 0; c < channels; c++) {
    let n: f64 = 0, mean: f64 = 0, squares: f64 = 0;
    for (let k = 0; k < chunks; k++) {
      const count = min(chunk, elements - k * chunk);
      for (let i = c; i < min(period, count); i += channels) {
        const at = partials + <usize> (2 * k * period + i) * 4;
        const more = <f64> slotCount(count, period, i);
        const delta = <f64> load<f32>(at) - mean;
        squares += <f64> load<f32>(at + <usize> period * 4) + delta * delta * n * more / (n + more);
        mean += delta * more / (n + more);
        n += more;
      }
    }
    store<f32>(address(6) + (<usize> c << 2), <f32> mean);
    store<f32>(address(7) + (<usize> c << 2), <f32> (squares / n));
  }
}
