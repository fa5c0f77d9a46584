import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { webgpuTest } from "./device.ts";

const numbers = (count: number, of: number) =>
  Float32Array.from({ length: count }, (_, i) => of + i);

webgpuTest(
  "uploads of every size arrive, and overtake nothing that was asked for before",
  async () => {
    for (const size of [3, 256, 257, 5000]) {
      const results: tf.Tensor[] = [];
      for (let round = 0; round < 4; round++) {
        // Disposed of at once, so that the next round's upload takes the same memory.
        results.push(tf.tidy(() => tf.tensor1d(numbers(size, 10 * round)).mul(2)));
      }
      for (const [round, result] of results.entries()) {
        assertEquals(await result.data(), numbers(size, 10 * round).map((v) => 2 * v));
      }
      tf.dispose(results);
    }
  },
);

webgpuTest("reads of one size, one after the other and at once, do not mix", async () => {
  const tensors = [1, 2, 3, 4].map((of) => tf.tensor1d(numbers(300, of)).add(0.5));
  for (const together of [false, true, true]) {
    const fresh = tensors.map((t) => t.add(0));
    const found = together ? await Promise.all(fresh.map((t) => t.data())) : [];
    if (!together) { for (const t of fresh) found.push(await t.data()); }
    found.forEach((values, i) => assertEquals(values, numbers(300, i + 1).map((v) => v + 0.5)));
    tf.dispose(fresh);
  }
  tf.dispose(tensors);
});
