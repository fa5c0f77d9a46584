/**
 * Instance noise: what keeps D from telling fakes by their texture alone.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { hasKernel } from "../kernels/has_kernel.ts";
import {
  addUniformNoise,
  SEED_LIMIT,
  UNIFORM_NOISE,
  uniformNoise,
} from "../kernels/uniform_noise.ts";
import type { Random } from "../random.ts";
import { type Draw, drawNow } from "../kernels/draw.ts";

/**
 * Adds fresh uniform noise of [-amount, amount) to every value of every image. Done to real and fake
 * alike, D cannot see what is finer than the noise; with drawings, whose areas are flat, it would
 * look at nothing else. Training lets the amount fall as the step sizes do, so that the last steps
 * clean up what it hid.
 *
 * Differs: not in the paper. Source: Sonderby et al., arXiv 1610.04490; uniform instead of normal, and
 * by a hash of two seeds, so that a GPU can draw it itself. Every backend has the same noise.
 *
 * @param x [B, H, W, 3] in [-1, 1]
 * @param amount half the width, asked for when the seeds are drawn
 * @param random gives the seeds; moved on by two numbers
 * @param draw makes the tensors
 */
export function addInstanceNoise(
  x: tf.Tensor4D,
  amount: () => number,
  random: Random,
  draw: Draw = drawNow,
): tf.Tensor4D {
  const seeds = () =>
    Float32Array.of(random.integer(SEED_LIMIT), random.integer(SEED_LIMIT), amount());
  if (hasKernel(UNIFORM_NOISE)) return addUniformNoise(x, draw([3], seeds));
  return x.add(draw(x.shape, () => uniformNoise(x.size, seeds())));
}
