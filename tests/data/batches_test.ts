import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createBatcher, readFirstImages, readImages } from "../../lib/data/batches.ts";
import { Random } from "../../lib/random.ts";
import { madeSet } from "./made_set.ts";

const size = 4, pixels = size * size * 3;
const plain = { flip: false, zoom: 1, rotate: 0, cropFrom: size };
/** Every byte of image i of domain c is 50 c + i. */
const set = madeSet(size, [5, 40, 3], (c, i) => 50 * c + i);

Deno.test("batches are balanced, and what K leaves over goes round", () => {
  const batcher = createBatcher(set, { ...plain, batch: 7 }, new Random(1));
  const totals = [0, 0, 0];
  for (let b = 0; b < 300; b++) {
    const counts = [0, 0, 0];
    for (const c of batcher.next().labels) counts[c]++;
    assertEquals(counts.toSorted(), [2, 2, 3]);
    counts.forEach((n, c) => totals[c] += n);
  }
  for (const total of totals) assertAlmostEquals(total, 700, 30);
});

Deno.test("each image carries the label of its domain, and every image comes up", () => {
  const batcher = createBatcher(set, { ...plain, batch: 12 }, new Random(1));
  const seen = new Set<number>();
  for (let b = 0; b < 60; b++) {
    const { images, labels } = batcher.next();
    assertEquals([images.length, labels.length], [12 * pixels, 12]);
    labels.forEach((c, i) => {
      const byte = Math.round((images[i * pixels] + 1) * 127.5);
      assertEquals(Math.floor(byte / 50), c);
      assert(images.subarray(i * pixels, (i + 1) * pixels).every((v) => v === images[i * pixels]));
      seen.add(byte);
    });
  }
  assertEquals(seen.size, 48);
});

Deno.test("the same random state gives the same batches", () => {
  const config = { flip: true, zoom: 0.9, rotate: 10, cropFrom: 5, batch: 7 };
  const random = new Random(9), batcher = createBatcher(set, config, random);
  batcher.next();
  batcher.next();
  const again = createBatcher(set, config, Random.fromState(random.state()));
  assertEquals(again.next(), batcher.next());
  assertEquals(again.next(), batcher.next());
});

Deno.test("an empty domain is refused by name", () => {
  const empty = madeSet(size, [3, 0], () => 0);
  assertThrows(
    () => createBatcher(empty, { ...plain, batch: 2 }, new Random(1)),
    RangeError,
    "Domain domain1 has no image to make batches of",
  );
});

Deno.test("readImages and readFirstImages give the chosen images in [-1, 1]", () => {
  const two = readImages(set, 1, [39, 0]);
  assertEquals(two.length, 2 * pixels);
  assertAlmostEquals(two[0], 89 / 127.5 - 1, 1e-6);
  assertAlmostEquals(two[pixels], 50 / 127.5 - 1, 1e-6);
  assertEquals(readFirstImages(set, 0).length, 5 * pixels);
  assertEquals(readFirstImages(set, 0, 2), readImages(set, 0, [0, 1]));
});
