/**
 * Instance noise: what keeps D from telling fakes by their texture alone.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random.ts";

/**
 * Adds fresh uniform noise of [-amount, amount) to every value of every image. Done to real and fake
 * alike, D cannot see what is finer than the noise; with drawings, whose areas are flat, it would
 * look at nothing else. Training lets the amount fall as the step sizes do, so that the last steps
 * clean up what it hid.
 *
 * Differs: not in the paper. Source: Sonderby et al., arXiv 1610.04490; uniform instead of normal,
 * since that is five times cheaper to draw.
 *
 * @param x [B, H, W, 3] in [-1, 1]
 * @param amount half the width; 0 gives x itself
 * @param random moved on
 */
export function addInstanceNoise(x: tf.Tensor4D, amount: number, random: Random): tf.Tensor4D {
  if (amount === 0) return x;
  const noise = random.fillUniform(new Float32Array(x.size), -amount, amount);
  return x.add<tf.Tensor4D>(tf.tensor4d(noise, x.shape));
}
