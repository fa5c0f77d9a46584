import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { classLeak } from "../../lib/evaluation/class_leak.ts";
import { Random } from "../../lib/random.ts";

/** `count` rows of 3: noise, and `shift` added to the second number. */
function rows(seed: number, count: number, shift: number): Float32Array {
  const values = new Float32Array(count * 3);
  new Random(seed).fillNormal(values);
  return values.map((v, i) => i % 3 === 1 ? v + shift : v);
}

Deno.test("a domain that is written into z leaks", () => {
  const leak = classLeak(
    [rows(1, 200, -4), rows(2, 200, 4)],
    [rows(3, 200, -4), rows(4, 200, 4)],
    3,
  );
  assertEquals(leak, { accuracy: 1, chance: 0.5 });
});

Deno.test("one deviation apart leaks what the best threshold gets, Phi(1) = 0.841", () => {
  const at = (seed: number, shift: number) => rows(seed, 2000, shift);
  const leak = classLeak([at(1, -1), at(2, 1)], [at(3, -1), at(4, 1)], 3);
  assertAlmostEquals(leak.accuracy, 0.841, 0.02);
});

Deno.test("a z that knows nothing of the domain scores chance, of three domains too", () => {
  const noise = (seeds: number[]) => seeds.map((seed) => rows(seed, 1000, 0));
  assertAlmostEquals(classLeak(noise([1, 2]), noise([3, 4]), 3).accuracy, 0.5, 0.04);
  const three = classLeak(noise([1, 2, 3]), noise([4, 5, 6]), 3);
  assertAlmostEquals(three.accuracy, 1 / 3, 0.04);
  assertEquals(three.chance, 1 / 3);
});

Deno.test("a constant z scores exactly chance", () => {
  const constant = [new Float32Array(30).fill(2), new Float32Array(30).fill(2)];
  assertEquals(classLeak(constant, constant, 3).accuracy, 0.5);
});

Deno.test("unequal domains count the same", () => {
  const leak = classLeak([rows(1, 30, -4), rows(2, 900, 4)], [rows(3, 100, 4), rows(4, 10, 4)], 3);
  assertEquals(leak.accuracy, 0.5); // all held-out rows look like domain 1
});

Deno.test("a probe needs rows of every class", () => {
  const some = rows(1, 5, 0), none = new Float32Array();
  assertThrows(() => classLeak([some, none], [some, some], 3), RangeError, "Class 1");
  assertThrows(() => classLeak([some, some], [none, some], 3), RangeError, "Class 0");
});
