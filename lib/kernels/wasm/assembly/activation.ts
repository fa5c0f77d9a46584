// The activations of ../../activation.ts, four numbers at a time.

export const LINEAR: i32 = 0;
export const RELU: i32 = 1;
export const LEAKY_RELU: i32 = 2;

/** act(v). */
// @ts-ignore: decorator

export function activate(kind: i32, v: v128): v128 {
  if (kind == LINEAR) return v;
  if (kind == RELU) return f32x4.max(v, f32x4.splat(0));
  if (kind == LEAKY_RELU) return f32x4.max(v, f32x4.mul(v, f32x4.splat(0.2)));
  return tanh(v);
}

/** act'(v), given y = act(v). */
// @ts-ignore: decorator

export function slope(kind: i32, y: v128): v128 {
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  if (kind == LINEAR) return one;
  if (kind == RELU) return v128.and(f32x4.gt(y, zero), one);
  if (kind == LEAKY_RELU) return v128.bitselect(one, f32x4.splat(0.2), f32x4.gt(y, zero));
  return f32x4.sub(one, f32x4.mul(y, y));
}

/**
 * tanh(v) as an odd polynomial over an even one, to some 1e-7 of itself.
 * Source of the coefficients: Eigen's generic_fast_tanh_float.
 */
function tanh(v: v128): v128 {
  const limit: f32 = 7.90531110763549805;
  const x = f32x4.max(f32x4.splat(-limit), f32x4.min(f32x4.splat(limit), v));
  const x2 = f32x4.mul(x, x);
  let p = f32x4.splat(-2.76076847742355e-16);
  p = f32x4.relaxed_madd(p, x2, f32x4.splat(2.00018790482477e-13));
  p = f32x4.relaxed_madd(p, x2, f32x4.splat(-8.60467152213735e-11));
  p = f32x4.relaxed_madd(p, x2, f32x4.splat(5.12229709037114e-08));
  p = f32x4.relaxed_madd(p, x2, f32x4.splat(1.48572235717979e-05));
  p = f32x4.relaxed_madd(p, x2, f32x4.splat(6.37261928875436e-04));
  p = f32x4.relaxed_madd(p, x2, f32x4.splat(4.89352455891786e-03));
  let q = f32x4.splat(1.19825839466702e-06);
  q = f32x4.relaxed_madd(q, x2, f32x4.splat(1.18534705686654e-04));
  q = f32x4.relaxed_madd(q, x2, f32x4.splat(2.26843463243900e-03));
  q = f32x4.relaxed_madd(q, x2, f32x4.splat(4.89352518554385e-03));
  return f32x4.div(f32x4.mul(x, p), q);
}
