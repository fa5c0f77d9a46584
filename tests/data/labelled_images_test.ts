import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { createBatcher } from "../../lib/data/batches.ts";
import type { ImageSet } from "../../lib/data/image_set.ts";
import { labelledImages } from "../../lib/data/labelled_images.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";

/** Domains of 200 and 50 images, each of one colour that tells which it is. */
const counts = [200, 50];
const images: ImageSet = {
  size: 2,
  domains: ["a", "b"],
  counts,
  read: (c, index, target, offset = 0) => void target.fill(index + 7 * c, offset, offset + 12),
  close() {
    throw new Error("closed");
  },
  [Symbol.dispose]() {
    throw new Error("disposed");
  },
};

/** Numbers of the images that are left of each domain. */
function chosen(labelledShare: number, seed = 1): number[][] {
  const part = labelledImages(images, { labelledShare, seed }), target = new Uint8Array(24);
  assertEquals([part.size, part.domains], [images.size, images.domains]);
  return part.counts.map((count, c) =>
    Array.from({ length: count }, (_, i) => {
      part.read(c, i, target, 12);
      return target[12] - 7 * c;
    })
  );
}

Deno.test("a share leaves equally many of each domain, different ones, at least one", () => {
  for (const [share, count] of [[0.5, 25], [0.1, 5], [0.01, 1], [0, 1]]) {
    const found = chosen(share);
    assertEquals(found.map(({ length }) => length), [count, count], `${share}`);
    found.forEach((of, c) => {
      assertEquals(new Set(of).size, count);
      assert(of.every((i) => i >= 0 && i < counts[c]));
    });
  }
  assertEquals(labelledImages(images, { labelledShare: 1, seed: 1 }), images);
});

Deno.test("the seed decides which ones, and every image may be among them", () => {
  assertEquals(chosen(0.1, 3), chosen(0.1, 3));
  assertNotEquals(chosen(0.1, 3), chosen(0.1, 4));
  const seen = new Set(Array.from({ length: 100 }, (_, seed) => chosen(0.2, seed)[1]).flat());
  assertEquals(seen.size, 50);
});

Deno.test("the part is an image set for batches; closing it leaves the whole open", () => {
  const part = labelledImages(images, { labelledShare: 0.04, seed: 1 });
  const config = createConfig("tiny", { batch: 16, flip: false });
  const { images: pixels, labels } = createBatcher(part, { ...config, cropFrom: 2 }, new Random(1))
    .next();
  const drawn = new Set([...labels].map((c, i) => `${c} ${pixels[12 * i]}`));
  assertEquals(drawn.size, 4);
  part.close();
  part[Symbol.dispose]();
  assertThrows(
    () => part.read(0, 2, new Uint8Array(12)),
    RangeError,
    "no labelled image 2 of domain 0",
  );
  assertThrows(() => part.read(2, 0, new Uint8Array(12)), RangeError);
});
