// The backward passes of bias, affine and batch norm. With g = dy * act' and xHat = (x - mean) * rstd:
// sums of g and of g * xHat over each group and channel, and, where these do not enter it,
// dx = g * scale at the same time.
import { activate, slope } from "./activation";
import { address, int } from "./job";
import { loadPart, periodOf, storePart } from "./vectors";

/**
 * One task: a chunk of one group. Arguments: dy, x, dx (0: not wanted), table of vectors, channels,
 * groups, elements of a group, elements of a chunk, chunks of a group, activation,
 * x is the output y (1) or the input (0), partials: [period] and [period] floats a chunk.
 */
export function gradientSums(task: i32): void {
  const table = address(3), period = periodOf(int(4)), groups = int(5), elements = int(6);
  const chunk = int(7), chunks = int(8), kind = int(9), fromOutput = int(10) != 0;
  const group = task / chunks, start = task % chunks * chunk;
  const count = min(chunk, elements - start);
  const line = <usize> period << 2, toShift = line * <usize> groups;
  const scales = table + line * <usize> (2 + group);
  const sums = address(11) + <usize> task * line * 2, products = sums + line;
  memory.fill(sums, 0, line * 2);

  const offset = <usize> (group * elements + start) * 4;
  let dy = address(0) + offset, x = address(1) + offset, dx = address(2) + offset;
  const wantsDx = address(2) != 0;
  const last = x + (<usize> count << 2);
  let at: usize = 0;
  for (; x < last; x += 16, dy += 16, dx += 16) {
    const left = <i32> (last - x) >> 2;
    const whole = left >= 4;
    const v = whole ? v128.load(x) : loadPart(x, left);
    const dv = whole ? v128.load(dy) : loadPart(dy, left);
    const centred = f32x4.sub(v, v128.load(table + at)), scale = v128.load(scales + at);
    const y = fromOutput
      ? v
      : activate(kind, f32x4.relaxed_madd(centred, scale, v128.load(scales + at + toShift)));
    const g = f32x4.mul(dv, slope(kind, y));
    const xHat = f32x4.mul(centred, v128.load(table + at + line));
    v128.store(sums + at, f32x4.add(v128.load(sums + at), g));
    v128.store(products + at, f32x4.relaxed_madd(g, xHat, v128.load(products + at)));
    if (wantsDx) {
      if (whole) v128.store(dx, f32x4.mul(g, scale));
      else storePart(dx, f32x4.mul(g, scale), left);
    }
    at += 16;
    if (at == line) at = 0;
  }
}

/**
 * Joins the chunks of each group, in order, in double precision. Arguments: partials, channels,
 * groups, chunks of a group, sums of g * xHat [groups, channels] (0: not wanted), sums of g.
 */
export function joinSums(_task: i32): void {
  const partials = address(0), channels = int(1), groups = int(2), chunks = int(3);
  const productsOut = address(4), sumsOut = address(5);
  const period = periodOf(channels);
  for (let group = 0; group < groups; group++) {
    for (let c = 0; c < channels; c++) {
      let sum: f64 = 0, product: f64 = 0;
      for (let k = 0; k < chunks; k++) {
        for (let i = c; i < period; i += channels) {
          const at = partials + <usize> ((group * chunks + k) * 2 * period + i) * 4;
          sum += load<f32>(at);
          product += load<f32>(at + <usize> period * 4);
        }
      }
      const to = <usize> (group * channels + c) * 4;
      if (productsOut) store<f32>(productsOut + to, <f32> product);
      store<f32>(sumsOut + to, <f32> sum);
    }
  }
}

/**
 * What batch norm's dx subtracts: with h = gamma * g, rstd * mean(h) and rstd^2 * mean(h * xHat) as
 * [period] and [period] floats. Arguments: output, channels, groups, rows, table of vectors, gamma,
 * sums of g * xHat, sums of g.
 */
export function writeMeans(_task: i32): void {
  const out = address(0), channels = int(1), groups = int(2), rows = <f64> int(3);
  const period = periodOf(channels), line = <usize> period << 2, rstds = address(4) + line;
  for (let i = 0; i < period; i++) {
    const slot = <usize> i << 2;
    let h: f64 = 0, hx: f64 = 0;
    for (let group = 0; group < groups; group++) {
      const at = <usize> (group * channels + i % channels) * 4;
      const gamma = <f64> load<f32>(address(5) + at);
      hx += gamma * load<f32>(address(6) + at);
      h += gamma * load<f32>(address(7) + at);
    }
    const rstd = <f64> load<f32>(rstds + slot);
    store<f32>(out + slot, <f32> (rstd * h / rows));
    store<f32>(out + slot + line, <f32> (rstd * rstd * hx / rows));
  }
}

/**
 * dx = scale * g - rstd * mean(h) - (x - mean) * rstd^2 * mean(h * xHat). One task: a chunk of one
 * group. Arguments: dy, x, dx, table, channels, groups, elements of a group, elements of a chunk,
 * chunks of a group, activation, means.
 */
export function normGradient(task: i32): void {
  const table = address(3), period = periodOf(int(4)), groups = int(5), elements = int(6);
  const chunk = int(7), chunks = int(8), kind = int(9), means = address(10);
  const group = task / chunks, start = task % chunks * chunk;
  const count = min(chunk, elements - start);
  const line = <usize> period << 2, toShift = line * <usize> groups;
  const scales = table + line * <usize> (2 + group);
  const offset = <usize> (group * elements + start) * 4;
  let dy = address(0) + offset, x = address(1) + offset, dx = address(2) + offset;
  const last = x + (<usize> count << 2);
  let at: usize = 0;
  for (; x < last; x += 16, dy += 16, dx += 16) {
    const left = <i32> (last - x) >> 2;
    const whole = left >= 4;
    const v = whole ? v128.load(x) : loadPart(x, left);
    const dv = whole ? v128.load(dy) : loadPart(dy, left);
    const centred = f32x4.sub(v, v128.load(table + at)), scale = v128.load(scales + at);
    const pre = f32x4.relaxed_madd(centred, scale, v128.load(scales + at + toShift));
    const g = f32x4.mul(dv, slope(kind, activate(kind, pre)));
    const rest = f32x4.relaxed_madd(centred, v128.load(means + at + line), v128.load(means + at));
    const result = f32x4.sub(f32x4.mul(g, scale), rest);
    if (whole) v128.store(dx, result);
    else storePart(dx, result, left);
    at += 16;
    if (at == line) at = 0;
  }
}
