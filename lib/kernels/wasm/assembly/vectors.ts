// Per-channel numbers laid out so that four neighbouring elements of [..., C] meet four neighbouring
// numbers whatever C is: repeated up to `period`, the least multiple of C that 4 divides.
//
//   [mean][rstd][scale of group 0]..[scale of the last group][shift of group 0]..[shift of the last]
//
// A group is the part of x that shares scale and shift: all of it, or one sample.
import { address, float, int } from "./job";

// @ts-ignore: decorator

export function periodOf(channels: i32): i32 {
  return (channels & 3) == 0 ? channels : (channels & 1) == 0 ? channels * 2 : channels * 4;
}

/** The sum of four numbers. */
// @ts-ignore: decorator

export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Loads the first `count` (1-3) of four numbers. */
export function loadPart(at: usize, count: i32): v128 {
  let v = f32x4.splat(0);
  v = f32x4.replace_lane(v, 0, load<f32>(at));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(at, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(at, 8));
  return v;
}

/** Stores the first `count` (1-3) of four numbers. */
export function storePart(at: usize, v: v128, count: i32): void {
  store<f32>(at, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(v, 2), 8);
}

/**
 * Writes the table above. Arguments: table, channels, groups, mean (0: zeros), variance (0: rstd is
 * 1), scale before it is multiplied by rstd (0: ones), shift (0: zeros), epsilon.
 */
export function writeVectors(_task: i32): void {
  const table = address(0), channels = int(1), groups = int(2);
  const mean = address(3), variance = address(4), scale = address(5), shift = address(6);
  const epsilon = float(7);
  const period = periodOf(channels);
  const line = <usize> period << 2;
  for (let i = 0; i < period; i++) {
    const c = <usize> (i % channels) << 2, at = table + (<usize> i << 2);
    const rstd: f32 = variance ? <f32> (1 / Math.sqrt(<f64> load<f32>(variance + c) + epsilon)) : 1;
    store<f32>(at, mean ? load<f32>(mean + c) : 0);
    store<f32>(at + line, rstd);
    for (let g = 0; g < groups; g++) {
      const from = c + <usize> (g * channels) * 4, to = at + line * <usize> (2 + g);
      store<f32>(to, (scale ? load<f32>(scale + from) : 1) * rstd);
      store<f32>(to + line * <usize> groups, shift ? load<f32>(shift + from) : 0);
    }
  }
}
