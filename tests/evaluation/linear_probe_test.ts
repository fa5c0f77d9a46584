import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { probeAccuracy, trainLinearProbe } from "../../lib/evaluation/linear_probe.ts";
import { Random } from "../../lib/random.ts";

const WIDTH = 3;

/** Rows of unit noise about a centre, the second number scaled. */
function rows(seed: number, count: number, [a, b, c]: number[], scale = 1): Float32Array {
  const values = new Random(seed).fillNormal(new Float32Array(count * WIDTH));
  return values.map((v, i) => i % WIDTH === 1 ? scale * (v + b) : v + (i % WIDTH ? c : a));
}

Deno.test("the probe finds the best direction, whatever the scale of a number", () => {
  // Two deviations apart along the first and the second: Phi(sqrt 2) = 0.921.
  for (const scale of [1e-3, 1, 100]) {
    const draw = (seed: number) => [
      rows(seed, 4000, [-1, -1, 0], scale),
      rows(seed + 1, 4000, [1, 1, 0], scale),
    ];
    assertAlmostEquals(probeAccuracy(trainLinearProbe(draw(1), WIDTH), draw(5)), 0.921, 0.01);
  }
});

Deno.test("a class between two others is read as well as they are", () => {
  const draw = (seed: number) => [-4, 0, 4].map((at, i) => rows(seed + i, 500, [at, at, at]));
  const probe = trainLinearProbe(draw(1), WIDTH), [, between] = draw(9);
  assert(probeAccuracy(probe, draw(9)) > 0.98);
  assert(
    probeAccuracy(probe, [rows(20, 50, [-4, -4, -4]), between, rows(21, 50, [4, 4, 4])]) > 0.98,
  );
});

Deno.test("twenty times as many rows of one class do not move the threshold", () => {
  const few = rows(1, 200, [-1, 0, 0]), many = rows(2, 4000, [1, 0, 0]);
  const probe = trainLinearProbe([few, many], WIDTH);
  const fresh = [rows(7, 4000, [-1, 0, 0]), rows(8, 4000, [1, 0, 0])];
  // Phi(1); counts for priors would give the smaller class up, and score 0.65.
  assertAlmostEquals(probeAccuracy(probe, fresh), 0.841, 0.02);
  assertEquals(probe.weights.length, 2);
});

Deno.test("a class without rows is an error", () => {
  const some = rows(1, 4, [0, 0, 0]);
  assertThrows(() => trainLinearProbe([some, new Float32Array()], WIDTH), RangeError, "Class 1");
  const probe = trainLinearProbe([some, some], WIDTH);
  assertThrows(() => probeAccuracy(probe, [some, new Float32Array()]), RangeError, "Class 1");
});
