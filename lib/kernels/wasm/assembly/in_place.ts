// Updates of weights in their own memory. One task: a chunk of one tensor.
import { address, float, int } from "./job";
import { loadPart, storePart } from "./vectors";

/**
 * Adam. Arguments: param, grad, m, v, elements, elements of a chunk, bias-corrected step size,
 * beta1, beta2, epsilon.
 */
export function adam(task: i32): void {
  const chunk = int(5), start = task * chunk, count = min(chunk, int(4) - start);
  const rate = f32x4.splat(float(6)), epsilon = f32x4.splat(float(9));
  const beta1 = f32x4.splat(float(7)), gain1 = f32x4.splat(1 - float(7));
  const beta2 = f32x4.splat(float(8)), gain2 = f32x4.splat(1 - float(8));
  let offset = <usize> start << 2;
  for (let left = count; left > 0; left -= 4, offset += 16) {
    const whole = left >= 4;
    const param = address(0) + offset, grad = address(1) + offset;
    const m = address(2) + offset, v = address(3) + offset;
    const g = whole ? v128.load(grad) : loadPart(grad, left);
    const m1 = f32x4.add(
      f32x4.mul(beta1, whole ? v128.load(m) : loadPart(m, left)),
      f32x4.mul(gain1, g),
    );
    const v1 = f32x4.add(
      f32x4.mul(beta2, whole ? v128.load(v) : loadPart(v, left)),
      f32x4.mul(gain2, f32x4.mul(g, g)),
    );
    const move = f32x4.div(f32x4.mul(rate, m1), f32x4.add(f32x4.sqrt(v1), epsilon));
    const p1 = f32x4.sub(whole ? v128.load(param) : loadPart(param, left), move);
    if (whole) {
      v128.store(m, m1);
      v128.store(v, v1);
      v128.store(param, p1);
    } else {
      storePart(m, m1, left);
      storePart(v, v1, left);
      storePart(param, p1, left);
    }
  }
}

/** target += weight * (source - target). Arguments: target, source, elements, chunk, weight. */
export function lerp(task: i32): void {
  const chunk = int(3), start = task * chunk, count = min(chunk, int(2) - start);
  let target = address(0) + (<usize> start << 2), source = address(1) + (<usize> start << 2);
  if (float(4) == 1) {
    // The formula's rounding would make the copy inexact.
    memory.copy(target, source, <usize> count << 2);
    return;
  }
  const weight = f32x4.splat(float(4));
  for (let left = count; left > 0; left -= 4, target += 16, source += 16) {
    const whole = left >= 4;
    const t = whole ? v128.load(target) : loadPart(target, left);
    const s = whole ? v128.load(source) : loadPart(source, left);
    const moved = f32x4.add(t, f32x4.mul(weight, f32x4.sub(s, t)));
    if (whole) v128.store(target, moved);
    else storePart(target, moved, left);
  }
}
