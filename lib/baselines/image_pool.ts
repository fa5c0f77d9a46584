/**
 * The pool of earlier fakes that CycleGAN's discriminators are shown.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Draw } from "../kernels/draw.ts";
import { lerp } from "../kernels/lerp.ts";
import type { Random } from "../random.ts";
import type { Network } from "../networks/network.ts";
import { type NetworkPlan, NetworkPlanner } from "../networks/network_plan.ts";

/** The fakes of a pool, one a row, as a network without weights: so it is saved with the others. */
export function planPool(pool: number, size: number): NetworkPlan {
  return new NetworkPlanner().statistic("images", [pool, size * size * 3], 0).plan();
}

/** What becomes of a batch of fakes, as rows of 0 and 1 that name slots and fakes. */
export interface PoolMoves {
  /** [B, P]: the slot that is shown in a fake's place; a row of zeros where there is none. */
  readonly shownSlot: Float32Array;
  /** [B, B]: the fake that is shown in a fake's place, itself or an earlier one of the batch. */
  readonly shownFake: Float32Array;
  /** [P, 1]: 1 for each slot that keeps its image. */
  readonly kept: Float32Array;
  /** [P, B]: the fake that a slot is given. */
  readonly given: Float32Array;
}

/**
 * Draws what becomes of a batch, image by image: the pool is filled first; then each fake, with a
 * chance of one half, is shown as it is, and otherwise takes the place of an image of the pool that is
 * shown instead.
 *
 * Source: Shrivastava et al., arXiv 1612.07828, section 2.3; Zhu et al., arXiv 1703.10593, section 4,
 * and the public code (`ImagePool`).
 *
 * @param random moved on
 * @param slots P, the pool's size
 * @param seen fakes that the pool was shown before
 * @param batch B
 */
export function drawPoolMoves(
  random: Random,
  slots: number,
  seen: number,
  batch: number,
): PoolMoves {
  const shownSlot = new Float32Array(batch * slots), shownFake = new Float32Array(batch * batch);
  const owners = new Map<number, number>(); // slots that this batch fills: which fake
  const show = (i: number, slot?: number) => {
    const fake = slot === undefined ? i : owners.get(slot);
    if (fake === undefined) shownSlot[i * slots + slot!] = 1;
    else shownFake[i * batch + fake] = 1;
    if (slot !== undefined) owners.set(slot, i);
  };
  for (let i = 0; i < batch; i++) {
    if (seen + i < slots) {
      show(i);
      owners.set(seen + i, i);
    } else if (random.integer(2)) show(i, random.integer(slots));
    else show(i);
  }
  const kept = new Float32Array(slots).fill(1), given = new Float32Array(slots * batch);
  for (const [slot, fake] of owners) {
    kept[slot] = 0;
    given[slot * batch + fake] = 1;
  }
  return { shownSlot, shownFake, kept, given };
}

/**
 * Puts fakes into a pool, in place, and gives those that a discriminator is shown.
 *
 * It is products with rows of 0 and 1, since a step that can be replayed takes the same tensors each
 * time. All images are finite, so the products are exact.
 *
 * @param pool of {@linkcode planPool}
 * @param fakes [B, S, S, 3]
 * @param draw makes the tensors
 * @param moves what becomes of the fakes; called once, when the first tensor is made
 * @returns [B, S, S, 3]; the caller disposes of them
 */
export function pooled(
  pool: Network,
  fakes: tf.Tensor4D,
  draw: Draw,
  moves: () => PoolMoves,
): tf.Tensor4D {
  const { images } = pool.statistics, [slots, width] = images.shape, batch = fakes.shape[0];
  return tf.tidy(() => {
    let drawn: PoolMoves;
    const rows = fakes.reshape<tf.Tensor2D>([batch, width]);
    const shownSlot = draw([batch, slots], () => (drawn = moves()).shownSlot) as tf.Tensor2D;
    const shownFake = draw([batch, batch], () => drawn.shownFake) as tf.Tensor2D;
    const kept = draw([slots, 1], () => drawn.kept),
      given = draw([slots, batch], () => drawn.given);
    const shown = tf.matMul(shownSlot, images as tf.Tensor2D).add(tf.matMul(shownFake, rows));
    const next = images.mul(kept).add(tf.matMul(given as tf.Tensor2D, rows));
    lerp([{ target: images, source: next }], 1);
    return shown.reshape(fakes.shape) as tf.Tensor4D;
  });
}
