import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { classLeak, nonlinearLeak } from "../../lib/evaluation/class_leak.ts";
import { Random } from "../../lib/random.ts";
import { erasingMap } from "../../lib/training/erase_domain.ts";

/** `count` rows of `width`: noise, and `shift` added to the second number. */
function rows(seed: number, count: number, shift: number, width = 3): Float32Array {
  const values = new Float32Array(count * width);
  new Random(seed).fillNormal(values);
  return values.map((v, i) => i % width === 1 ? v + shift : v);
}

Deno.test("a domain that is written into z leaks", () => {
  const leak = classLeak([rows(3, 200, -4), rows(4, 200, 4)], 3);
  assertEquals(leak, { accuracy: 1, chance: 0.5 });
});

Deno.test("one deviation apart leaks what the best threshold gets, Phi(1) = 0.841", () => {
  const { accuracy } = classLeak([rows(1, 2000, -1), rows(2, 2000, 1)], 3);
  assertAlmostEquals(accuracy!, 0.841, 0.02);
});

Deno.test("a z that knows nothing of the domain scores chance, of three domains too", () => {
  const noise = (seeds: number[]) => seeds.map((seed) => rows(seed, 1000, 0));
  assertAlmostEquals(classLeak(noise([1, 2]), 3).accuracy!, 0.5, 0.04);
  const three = classLeak(noise([1, 2, 3]), 3);
  assertAlmostEquals(three.accuracy!, 1 / 3, 0.04);
  assertEquals(three.chance, 1 / 3);
});

Deno.test("what was erased on other rows is found where it is left", () => {
  // One deviation apart, and a map made of so few rows that it takes out something else.
  const width = 24, few = [rows(1, 30, -1, width), rows(2, 30, 1, width)];
  const { matrix, shift } = erasingMap(few, width);
  const erased = (values: Float32Array) =>
    values.map((_, at) => {
      const i = Math.floor(at / width) * width, j = at % width;
      return shift[j] + matrix.reduce((sum, row, k) => sum + values[i + k] * row[j], 0);
    });
  const held = classLeak([rows(3, 500, -1, width), rows(4, 500, 1, width)].map(erased), width);
  assert(held.accuracy! > 0.58, `${held.accuracy} on rows that were not erased by`);
});

Deno.test("a constant z scores exactly chance", () => {
  const constant = [new Float32Array(30).fill(2), new Float32Array(30).fill(2)];
  assertEquals(classLeak(constant, 3).accuracy, 0.5);
});

Deno.test("unequal domains count the same", () => {
  const constant = [new Float32Array(30).fill(2), new Float32Array(900).fill(2)];
  assertEquals(classLeak(constant, 3).accuracy, 0.5); // all rows look like domain 0
  const { accuracy } = classLeak([rows(1, 40, -1), rows(2, 2000, 1)], 3);
  assertAlmostEquals(accuracy!, 0.841, 0.08);
});

Deno.test("of one image nothing can be said, and of none it is an error", () => {
  const some = rows(1, 5, 0), one = rows(2, 1, 0);
  assertEquals(classLeak([some, one], 3), { accuracy: null, chance: 0.5 });
  assertThrows(() => classLeak([some, new Float32Array()], 3), RangeError, "no images");
});

Deno.test("a long z can be probed", () => {
  const { accuracy } = classLeak([rows(1, 4, -4, 512), rows(2, 4, 4, 512)], 512);
  assert(accuracy! >= 0 && accuracy! <= 1);
});

Deno.test("domains of one mean and other spreads leak, though no line parts them", () => {
  const width = 16,
    narrow = rows(1, 200, 0, width),
    wide = rows(2, 200, 0, width).map((v) => 3 * v);
  assertAlmostEquals(classLeak([narrow, wide], width).accuracy!, 0.5, 0.1);
  const { accuracy, chance } = nonlinearLeak([narrow, wide], width);
  assertEquals(chance, 0.5);
  assert(accuracy! > 0.95, `${accuracy}`);
});

Deno.test("a nonlinear probe finds nothing in noise or in a constant, and says so of too few images", () => {
  const noise = [1, 2, 3].map((seed) => rows(seed, 500, 0, 16));
  assertAlmostEquals(nonlinearLeak(noise, 16).accuracy!, 1 / 3, 0.05);
  const constant = [new Float32Array(160).fill(2), new Float32Array(160).fill(2)];
  assertEquals(nonlinearLeak(constant, 16).accuracy, 0.5);
  const one = new Float32Array(16);
  assertEquals(nonlinearLeak([one, one], 16), { accuracy: null, chance: 0.5 });
  assertThrows(() => nonlinearLeak([one, new Float32Array()], 16), RangeError, "no images");
});
