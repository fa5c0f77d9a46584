/**
 * Stage 1 with z that E reads off reals, beside random z.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";

/** Where the reals of a batch and what G makes of them lie. */
export interface EncodedRows {
  /** How many z E reads, the same number of each domain. */
  readonly count: number;
  /** Rows of the batch that hold their images, in every domain: the first ones. */
  readonly rows: number;
  /**
   * Of images [B, S, S, 3] the ones in the domain that E read from, [count, S, S, 3]. Of a batch of
   * reals these are what E reads; of the fakes they are the same images as G draws them.
   */
  own(images: tf.Tensor4D): tf.Tensor4D;
  /** The labels of these images, one-hot [count, K]: the domains one after the other. */
  ownLabels(): tf.Tensor2D;
  /** What belongs to each real, [count, z], once for every domain that it is drawn in: [rows, z]. */
  everywhere(encoded: tf.Tensor2D): tf.Tensor2D;
  /** The batch's z with the encoded ones in the place of random ones, each in every domain: [B, z]. */
  mix(random: tf.Tensor2D, encoded: tf.Tensor2D): tf.Tensor2D;
  /** As many random z as E read, none of them twice: the last of the batch's z, [count, z]. */
  draws(random: tf.Tensor2D): tf.Tensor2D;
  /** The rest of a batch: what came of random z. */
  random<T extends tf.Tensor>(batch: T): T;
}

/** Whether E learns in stage 1 beside G. */
export const encodesReals = ({ encodedShare }: Pick<Config, "encodedShare">): boolean =>
  encodedShare > 0;

/**
 * Which rows of a stage-1 batch are drawn from E's reading of reals: a share of the z that differ,
 * rounded down to a multiple of K. Every run of K rows has one z and one label of each domain, so each
 * real is drawn in its own domain and in the others.
 *
 * @param batch B
 * @param domains K
 * @param share config.encodedShare
 */
export function encodedRows(batch: number, domains: number, share: number): EncodedRows {
  const whole = Math.floor(batch / domains);
  const each = Math.floor(Math.round(share * whole) / domains);
  const count = each * domains, rows = count * domains;
  const everywhere = (encoded: tf.Tensor2D) =>
    encoded.expandDims(1).tile([1, domains, 1]).reshape<tf.Tensor2D>([rows, encoded.shape[1]]);
  return {
    count,
    rows,
    own(images) {
      const [, height, width, channels] = images.shape, run = domains * height * width * channels;
      const runs = images.slice(0, rows).reshape<tf.Tensor2D>([count, run]);
      const parts = Array.from(
        { length: domains },
        (_, k) => runs.slice([k * each, k * run / domains], [each, run / domains]),
      );
      return tf.concat(parts).reshape([count, height, width, channels]);
    },
    ownLabels: () => tf.eye(domains).expandDims(1).tile([1, each, 1]).reshape([count, domains]),
    everywhere,
    mix(random, encoded) {
      const repeated = everywhere(encoded);
      return rows < batch ? tf.concat([repeated, random.slice(rows)]) : repeated;
    },
    draws(random) {
      const width = random.shape[1];
      const runs = random.slice(0, whole * domains).reshape<tf.Tensor2D>([whole, domains * width]);
      return runs.slice([whole - count, 0], [count, width]);
    },
    random: (part) => part.slice(rows),
  };
}
