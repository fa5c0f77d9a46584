import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { drawPoolMoves, planPool, pooled } from "../../lib/baselines/image_pool.ts";
import { drawNow } from "../../lib/kernels/draw.ts";
import { install } from "../../lib/kernels/install.ts";
import { fillNetwork } from "../../lib/networks/network_plan.ts";
import { Random } from "../../lib/random.ts";

tf.enableProdMode();
await install("cpu");

/** The public code's pool, an image at a time. */
class PlainPool {
  readonly #images: number[] = [];
  constructor(readonly slots: number, readonly random: Random) {}
  query(fakes: readonly number[]): number[] {
    return fakes.map((fake) => {
      if (this.#images.length < this.slots) {
        this.#images.push(fake);
        return fake;
      }
      if (!this.random.integer(2)) return fake;
      const slot = this.random.integer(this.slots), old = this.#images[slot];
      this.#images[slot] = fake;
      return old;
    });
  }
}

for (const [slots, batch] of [[3, 1], [5, 4], [2, 7]]) {
  Deno.test(`a pool of ${slots} shows batches of ${batch} what the public code's shows`, async () => {
    const plain = new PlainPool(slots, new Random(4)), random = new Random(4);
    using pool = fillNetwork(planPool(slots, 1), () => new Float32Array(3 * slots));
    let seen = 0, old = 0;
    for (let step = 0; step < 40; step++) {
      const fakes = Array.from({ length: batch }, (_, i) => 1 + seen + i);
      const x = tf.tensor4d(fakes.flatMap((v) => [v, v, v]), [batch, 1, 1, 3]);
      const shown = pooled(pool, x, drawNow, () => drawPoolMoves(random, slots, seen, batch));
      const values = (await shown.data()).filter((_, i) => i % 3 === 0);
      assertEquals([...values], plain.query(fakes));
      old += values.filter((v, i) => v !== fakes[i]).length;
      seen += batch;
    }
    // About half of those that came after the pool was full.
    const share = old / (seen - slots);
    assert(share > 0.3 && share < 0.7, `${share}`);
  });
}
