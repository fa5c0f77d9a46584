import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Random } from "../lib/random.ts";

Deno.test("the same seed gives the same numbers, another seed others", () => {
  const draw = (seed: number) =>
    Array.from({ length: 8 }, ((r) => () => r.next())(new Random(seed)));
  assertEquals(draw(7), draw(7));
  assert(draw(7).every((v, i) => v !== draw(8)[i]));
});

Deno.test("the numbers of seed 1 are these, on every machine", () => {
  const random = new Random(1);
  assertEquals([random.integer(1e6), random.integer(1e6), random.integer(1e6)], [
    194014,
    897991,
    58909,
  ]);
});

Deno.test("a stream goes on from its saved state, in the middle of normals too", () => {
  const random = new Random(3);
  random.fillNormal(new Float32Array(5));
  random.normal();
  const copy = Random.fromState(JSON.parse(JSON.stringify(random.state())));
  const a = new Float32Array(7), b = new Float32Array(7);
  random.fillNormal(a);
  copy.fillNormal(b);
  assertEquals(a, b);
  assertEquals(random.state(), copy.state());
});

Deno.test("forks follow from state and name, and leave their origin where it was", () => {
  const random = new Random(5), before = random.state();
  const z = random.fork("z"), batches = random.fork("batches");
  assertEquals(random.state(), before);
  assertEquals(z.state(), new Random(5).fork("z").state());
  assert(z.next() !== batches.next());
  random.next();
  assert(random.fork("z").next() !== new Random(5).fork("z").next());
});

Deno.test("normals have the moments of N(0, 1), and neighbours do not correlate", () => {
  const n = 200_000, values = new Float32Array(n);
  new Random(11).fillNormal(values);
  const mean = (f: (v: number, i: number) => number) =>
    values.reduce((sum, v, i) => sum + f(v, i), 0) / n;
  assertAlmostEquals(mean((v) => v), 0, 0.01);
  assertAlmostEquals(mean((v) => v * v), 1, 0.015);
  assertAlmostEquals(mean((v) => v ** 4), 3, 0.1);
  assertAlmostEquals(mean((v, i) => v * values[(i + 1) % n]), 0, 0.01);
});

Deno.test("uniform numbers fill their interval evenly", () => {
  const values = new Float32Array(100_000);
  new Random(2).fillUniform(values, -1, 1);
  const bins = new Array(10).fill(0);
  for (const v of values) bins[Math.floor((v + 1) * 5)]++;
  for (const bin of bins) assertAlmostEquals(bin, 10_000, 400);
});

Deno.test("integers cover 0 to n - 1", () => {
  const random = new Random(4), seen = new Set<number>();
  for (let i = 0; i < 200; i++) seen.add(random.integer(7));
  assertEquals([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

Deno.test("a seed that is no integer, and a state that is none, are refused", () => {
  assertThrows(() => new Random(0.5), RangeError, "A seed must be an integer, got 0.5");
  assertThrows(() => Random.fromState([1, 2, 3]), TypeError, "four 32-bit integers");
  assertThrows(() => Random.fromState([0, 0, 0, 0]), TypeError, "not all 0");
});
