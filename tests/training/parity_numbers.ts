/**
 * Numbers that this side and fixtures/parity/make.py can make alike.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { uniformNoise } from "../../lib/kernels/uniform_noise.ts";
import type { Network, Variables } from "../../lib/networks/network.ts";
import type { Adam } from "../../lib/training/adam.ts";

/** FNV-1a of the name, its lowest 24 bits. */
function seedOf(name: string): number {
  const word = [...new TextEncoder().encode(name)]
    .reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5 | 0);
  return word & 0xffffff;
}

/**
 * Numbers of [mean - width, mean + width), a hash of the name and of each index.
 *
 * @param name what they are for
 * @param shape of the tensor, whose size decides how many
 */
export function numbers(
  name: string,
  shape: readonly number[],
  mean: number = 0,
  width: number = 1,
): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  // Seed and width by hand: as float32, the width would round.
  return Float32Array.from(
    uniformNoise(size, new Float32Array([seedOf(name), 0, 1])),
    (u) => mean + width * u,
  );
}

/** Fills a network and its moments with numbers that follow from the names. */
export function fill(name: string, network: Network, adam?: Adam): void {
  for (const [key, variable] of Object.entries(network.weights)) {
    assign(variable, numbers(`${name}/${key}`, variable.shape, ...rangeOf(key, variable.shape)));
    if (!adam) continue;
    assign(adam.m[key], numbers(`${name}/m/${key}`, variable.shape, 0, 0.02));
    assign(adam.v[key], numbers(`${name}/v/${key}`, variable.shape, 3e-4, 2e-4));
  }
  for (const [key, variable] of Object.entries(network.statistics)) {
    const values = numbers(`${name}/${key}`, variable.shape, ...rangeOf(key, variable.shape));
    const length = key.endsWith("/u") ? Math.hypot(...values) : 1;
    assign(variable, values.map((v) => v / length));
  }
}

/** Mean and half the width of what a variable is filled with. */
function rangeOf(name: string, shape: readonly number[]): [mean: number, width: number] {
  switch (name.split("/").at(-1)) {
    case "kernel":
      return [0, 1.5 * Math.sqrt(shape.at(-1)! / shape.reduce((a, b) => a * b))];
    case "gamma":
      return [1, 0.3];
    case "variance":
      return [1, 0.5];
    case "u":
      return [0, 1];
    default:
      return [0, 0.3];
  }
}

/** Overwrites a variable. */
export function assign(variable: Variables[string], values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}
