import { assertEquals, assertThrows } from "@std/assert";
import { packInMemory } from "../../lib/data/memory_pack.ts";

/** More than one chunk of 85 images of 12 kB, and a part of another. */
const SIZE = 64, COUNT = 200;

Deno.test("images packed into memory come back, whatever chunk they lie in", async () => {
  const header = { size: SIZE, domains: ["a", "b"], paired: false, fingerprint: "x" };
  const image = new Uint8Array(SIZE * SIZE * 3);
  const data = await packInMemory("mine", header, (sink) => {
    for (const c of [0, 1]) {
      for (let i = 0; i < COUNT; i++) sink.add("train", c, image.fill(c * 50 + i % 50));
      sink.holdOut(c, 3);
    }
    sink.skip("broken.png", "empty");
  });
  assertEquals([data.train.counts, data.heldOut.counts], [[197, 197], [3, 3]]);
  const target = new Uint8Array(2 + image.length);
  for (const c of [0, 1]) {
    for (let i = 0; i < COUNT; i++) {
      const [set, index] = i < 3 ? [data.heldOut, i] : [data.train, i - 3];
      set.read(c, index, target, 1);
      const byte = c * 50 + i % 50;
      assertEquals([target[0], target[1], target.at(-2), target.at(-1)], [0, byte, byte, 0]);
    }
  }
  assertThrows(() => data.train.read(0, 197, target), RangeError, "no image 197 of domain 0");
  assertEquals([data.spec, data.skipped], ["mine", [{ file: "broken.png", reason: "empty" }]]);
  data[Symbol.dispose]();
  assertThrows(() => data.train.read(0, 0, target), Error, "The data set is closed");
});
