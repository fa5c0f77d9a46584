/**
 * D applied to several batches of one step.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyDiscriminator, type Judgement, seesLabel } from "../networks/discriminator.ts";
import type { Model } from "../networks/model.ts";
import type { Mode, Observed } from "../networks/network.ts";

/** Images that D is shown, and what it is told of them, where it is told c. */
export interface Shown {
  /** Images [B, size, size, 3] in [-1, 1]. */
  readonly x: tf.Tensor4D;
  /** Labels, one-hot [B, K]. */
  readonly c: tf.Tensor2D;
}

/**
 * Applies D to reals and to other batches. With batch norm each is a batch of its own, as in the paper's
 * code, and only the statistics of the reals are kept. Without batch norm, one batch of all gives the same
 * result and is faster.
 *
 * @param model its D
 * @param shown the reals, then the fakes and further images
 * @param mode in training
 * @returns what D says of the reals, then of each of the others; z only of the latter
 */
export function judgeTogether(
  { config, discriminator }: Model,
  [real, ...others]: readonly Shown[],
  mode: Required<Mode>,
): Judgement[] {
  const apply = ({ x, c }: Shown, mode: Mode) =>
    applyDiscriminator(config, discriminator, x, mode, c);
  if (config.dNorm === "batch") {
    const made = others.map((shown) => {
      const unused: Observed = {};
      const judgement = apply(shown, { observed: unused });
      tf.dispose(unused);
      return judgement;
    });
    return [apply(real, mode), ...made];
  }
  const shown = [real, ...others];
  const x = tf.concat(shown.map((batch) => batch.x));
  const c = seesLabel(config) ? tf.concat(shown.map((batch) => batch.c)) : real.c;
  const all = apply({ x, c }, mode);
  let start = 0;
  return shown.map(({ x: { shape: [count] } }, i) => {
    const from = start;
    start += count;
    return {
      source: all.source.slice(from, count),
      classes: all.classes?.slice([from, 0], [count, -1]),
      latent: i > 0 ? all.latent?.slice([from, 0], [count, -1]) : undefined,
    };
  });
}
