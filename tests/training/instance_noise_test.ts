import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Random } from "../../lib/random.ts";
import { addInstanceNoise } from "../../lib/training/instance_noise.ts";

tf.enableProdMode();
await tf.setBackend("cpu");

const zeros = tf.zeros<tf.Rank.R4>([4, 16, 16, 3]);
const noise = (amount: number, random = new Random(1)) =>
  addInstanceNoise(zeros, () => amount, random).dataSync();

Deno.test("noise has the width asked for, no mean, and is new at each call", () => {
  const values = noise(0.5), random = new Random(1);
  assert(values.every((value) => value >= -0.5 && value < 0.5));
  const mean = (list: Iterable<number>) => [...list].reduce((a, b) => a + b, 0) / values.length;
  assertAlmostEquals(mean(values), 0, 0.03);
  assertAlmostEquals(mean(values.map((value) => value ** 2)), 1 / 12, 0.005);
  const [first, second] = [noise(0.5, random), noise(0.5, random)];
  assertEquals(first, values);
  assert(first.some((value, i) => value !== second[i]));
});
