/**
 * Instance noise: what keeps D from telling fakes by their texture alone.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random.ts";
import { type Augment, identityAugment } from "./diff_augment.ts";

/**
 * Adds fresh uniform noise of [-amount, amount) to every value of every image, real and fake. What is
 * finer than the noise, D cannot see; with drawings, whose areas are flat, it would look at nothing
 * else.
 *
 * Differs: not in the paper. Source: Sonderby et al., arXiv 1610.04490; uniform instead of normal,
 * since that is five times cheaper to draw, and constant instead of fading.
 *
 * @param amount half the width; images are in [-1, 1]; 0 gives {@linkcode identityAugment}
 * @param random moved on at each call
 */
export function createInstanceNoise(amount: number, random: Random): Augment {
  if (amount === 0) return identityAugment;
  return (x) => {
    const noise = random.fillUniform(new Float32Array(x.size), -amount, amount);
    return x.add<tf.Tensor4D>(tf.tensor4d(noise, x.shape));
  };
}
