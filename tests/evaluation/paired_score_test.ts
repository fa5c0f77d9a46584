import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { nearestCounterparts, pairedScore } from "../../lib/evaluation/paired_score.ts";
import { Random } from "../../lib/random.ts";

const width = 4, count = 60;

function faces(seed: number): Float32Array {
  const values = new Float32Array(count * width);
  new Random(seed).fillUniform(values, -1, 1);
  return values;
}

Deno.test("the true counterpart scores 1", () => {
  const truths = faces(1);
  const { score, distance, randomDistance } = pairedScore(truths, truths, width);
  assertEquals([score, distance], [1, 0]);
  assertAlmostEquals(randomDistance, 2 / 3, 0.05); // mean |a - b| of two draws of U(-1, 1)
});

Deno.test("a random face of the target domain scores about 0", () => {
  assertAlmostEquals(pairedScore(faces(2), faces(1), width).score, 0, 0.07);
});

Deno.test("the paired score by hand, and worse than random below 0", () => {
  const truths = new Float32Array([0, 0, 1, 1]); // two images of two numbers, 1 apart
  const guess = (v: number) => truths.map((t) => t + v);
  assertEquals(pairedScore(guess(0.25), truths, 2), {
    score: 0.75,
    distance: 0.25,
    randomDistance: 1,
  });
  assertEquals(pairedScore(guess(2), truths, 2).score, -1);
});

Deno.test("the nearest other input's counterpart, never the input's own", () => {
  const sources = new Float32Array([0, 0.1, 0.9, 0.7]);
  const truths = new Float32Array([10, 11, 12, 13]);
  assertEquals(nearestCounterparts(sources, truths, 1), new Float32Array([11, 10, 13, 12]));
});

Deno.test("paired scores refuse what has no pairs", () => {
  const one = new Float32Array(width);
  assertThrows(() => pairedScore(one, one, width), TypeError, "two or more");
  assertThrows(() => pairedScore(faces(1), one, width), TypeError, "60 guesses");
  assertThrows(() => nearestCounterparts(one, one, width), TypeError, "two or more pairs");
});
