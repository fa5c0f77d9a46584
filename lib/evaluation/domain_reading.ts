/**
 * How well a model itself reads the domain of real images.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { inBatches } from "../networks/in_batches.ts";
import type { Model } from "../networks/model.ts";
import { estimateDomain } from "../translation/estimate_domain.ts";
import { targetAccuracy } from "./target_accuracy.ts";

/** How often the domain of held-out reals is read rightly. */
export interface DomainReading {
  /** What reads it. */
  readonly by: string;
  /** The share that is read rightly, each domain counting the same; chance is 1 / K. */
  readonly accuracy: number;
  /** The same for each domain. */
  readonly perDomain: readonly number[];
}

/** What reads the domain, by the name of D's head in the config. */
const readers: Readonly<Record<Config["dHead"], string>> = {
  acgan: "D's class head",
  adcgan: "D's class head",
  projection: "D, shown each domain in turn",
  concat: "D, shown each domain in turn",
  semi: "D's class head",
  infogan: "D's reading of the code, after the vote",
};

/**
 * Reads the domain of real images with {@linkcode estimateDomain}: what `translate --strength` and `--refine`
 * rely on. For a semi-supervised GAN it is the accuracy of its D as a classifier, and for an InfoGAN that of
 * the assignment of codes to domains.
 *
 * @param model read only
 * @param reals for each domain N * size * size * 3 numbers in [-1, 1]
 * @param batch images in a batch
 */
export async function domainReading(
  model: Model,
  reals: readonly Float32Array[],
  batch: number,
): Promise<DomainReading> {
  const { config, domains } = model, perDomain: number[] = [];
  for (const [c, values] of reals.entries()) {
    const rows = { values, shape: [config.size, config.size, 3] };
    const [p] = await inBatches(rows, batch, (x) => [estimateDomain(model, x as tf.Tensor4D)]);
    perDomain.push(targetAccuracy(p, domains.length, c));
  }
  const accuracy = perDomain.reduce((a, b) => a + b) / domains.length;
  const by = config.eDomain ? "E_y, the second encoder" : readers[config.dHead];
  return { by, accuracy, perDomain };
}
