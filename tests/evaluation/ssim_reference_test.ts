import { assertAlmostEquals } from "@std/assert";
import { msSsim } from "../../lib/evaluation/ms_ssim.ts";
import { ssim } from "../../lib/evaluation/ssim.ts";

/**
 * What TensorFlow 2.21.0 answers: pair, side, tf.image.ssim(a, b, max_val = 2), and
 * tf.image.ssim_multiscale(a, b, max_val = 2, power_factors), whose factors are the first published
 * ones, divided by their sum where they are fewer than five.
 */
const REFERENCE: readonly (readonly [keyof typeof pairs, number, number, number])[] = [
  ["noisy", 16, 0.930276, 0.930276],
  ["shifted", 16, 0.431665, 0.521187],
  ["other", 16, 0.06282, 0.088955],
  ["darker", 16, 0.330425, 0.330425],
  ["noise", 16, 0.032877, 0.032877],
  ["noisy", 23, 0.925326, 0.976885],
  ["shifted", 23, 0.431138, 0.322939],
  ["other", 23, 0.063944, 0.058864],
  ["darker", 23, 0.253218, 0.267567],
  ["noise", 23, -0.016476, 0.0],
  ["noisy", 32, 0.91911, 0.959336],
  ["shifted", 32, 0.431112, 0.292257],
  ["other", 32, 0.058776, 0.087484],
  ["darker", 32, 0.242967, 0.26403],
  ["noise", 32, 0.016529, 0.009755],
  ["noisy", 64, 0.915291, 0.930035],
  ["shifted", 64, 0.431173, 0.328968],
  ["other", 64, 0.059706, 0.013694],
  ["darker", 64, 0.246253, 0.135712],
  ["noise", 64, 0.002609, 0.041305],
  ["noisy", 128, 0.918698, 0.985171],
  ["shifted", 128, 0.431183, 0.330549],
  ["other", 128, 0.05893, 0.009795],
  ["darker", 128, 0.245648, 0.079776],
  ["noise", 128, 0.006408, 0.070323],
  ["noisy", 176, 0.918446, 0.986965],
  ["shifted", 176, 0.431198, 0.333888],
  ["other", 176, 0.059021, 0.012935],
  ["darker", 176, 0.245258, 0.38618],
  ["noise", 176, 0.007265, 0.091818],
];

/** Slanted triangular waves that differ by channel; integers from -128 to 128. */
function wave(size: number, a: number, b: number, shift: number): Int32Array {
  return Int32Array.from({ length: size * size * 3 }, (_, i) => {
    const k = i % 3, x = Math.floor(i / 3) % size, y = Math.floor(i / 3 / size);
    return Math.abs((a * x + b * y + (7 * k + 1) * shift) % 64 - 32) * 8 - 128;
  });
}

/** Integers from -128 to 127 of a linear congruential generator. */
function noise(size: number, seed: number): Int32Array {
  let state = seed;
  return Int32Array.from({ length: size * size * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % 256 - 128;
  });
}

const plus = (a: Int32Array, b: Int32Array, divisor: number) =>
  a.map((v, i) => v + Math.floor(b[i] / divisor));

const pairs = {
  noisy: (size: number) => [
    wave(size, 3, 5, 2),
    plus(wave(size, 3, 5, 2), noise(size, 1), 4),
  ],
  shifted: (size: number) => [wave(size, 3, 5, 2), wave(size, 3, 5, 4)],
  other: (size: number) => [
    plus(wave(size, 2, 3, 1), noise(size, 2), 8),
    plus(wave(size, 5, 1, 9), noise(size, 3), 8),
  ],
  darker: (size: number) => [
    wave(size, 1, 2, 3),
    wave(size, 1, 2, 3).map((v) => Math.floor(v / 2) - 40),
  ],
  noise: (size: number) => [noise(size, 4), noise(size, 5)],
};

for (const [pair, size, single, multi] of REFERENCE) {
  Deno.test(`SSIM and MS-SSIM as TensorFlow has them: ${pair}, ${size}x${size}`, () => {
    const [a, b] = pairs[pair](size)
      .map((v) => Float32Array.from(v, (x) => Math.max(-1, Math.min(1, x / 128))));
    assertAlmostEquals(ssim(a, b, size), single, 1e-4);
    assertAlmostEquals(msSsim(a, b, size), multi, 1e-4);
  });
}
