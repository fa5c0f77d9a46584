/**
 * Batch norm's statistics of an averaged generator, measured anew.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { applyGenerator } from "../networks/generator.ts";
import type { Network, Observed } from "../networks/network.ts";
import { Random } from "../random.ts";
import { oneHot, sampleLatent } from "./latent.ts";

/** Batches that the statistics are taken over, if left out. */
const BATCHES = 100;

/**
 * Replaces the moving statistics of a generator by those of its own activations on fresh z, all
 * domains alike. The average of G carries the average of G's statistics, which belong to weights that
 * no longer exist: its own weights give other activations.
 *
 * Each batch is normalised by its own statistics, as in training. With m and v the mean and the biased
 * variance of a channel in each batch, its mean becomes E[m] and its variance E[v] + Var[m], which is
 * exactly that of all batches as one. The old statistics are not looked at: doing it twice with one
 * seed gives the same.
 *
 * No preset does it: what it does is in fixtures/benchmark/statistics.md.
 *
 * Source: Izmailov et al., arXiv 1803.05407, section 3.2.
 *
 * @param config of the run
 * @param network a generator; its statistics are overwritten
 * @param domains K
 * @param batches how many batches of config.batch images, 1 or more
 * @throws RangeError if batches is not a whole number above 0
 */
export async function reestimateStatistics(
  config: Config,
  network: Network,
  domains: number,
  batches: number = BATCHES,
): Promise<void> {
  if (!Number.isInteger(batches) || batches < 1) {
    throw new RangeError(`batches must be a whole number above 0, got ${batches}`);
  }
  const random = new Random(config.seed).fork("statistics");
  const labels = Array.from({ length: config.batch }, (_, i) => i % domains);
  const sums: Record<string, Float64Array> = {};
  for (let batch = 0; batch < batches; batch++) {
    const observed: Observed = {};
    tf.tidy(() => {
      const z = sampleLatent(config, random, config.batch);
      applyGenerator(config, network, z, oneHot(labels, domains), { observed });
    });
    await addMoments(sums, observed);
    tf.dispose(observed);
  }
  for (const [name, statistic] of Object.entries(network.statistics)) {
    const values = sums[name].map((sum) => sum / batches);
    if (name.endsWith(VARIANCE)) {
      const mean = sums[name.replace(VARIANCE, MEAN)];
      values.forEach((square, i) => values[i] = Math.max(0, square - (mean[i] / batches) ** 2));
    }
    tf.tidy(() => statistic.assign(tf.tensor(Float32Array.from(values), statistic.shape)));
  }
}

const MEAN = "/mean", VARIANCE = "/variance";

/** Adds each layer's mean, and under its variance's name the mean of the squares, v + m^2. */
async function addMoments(sums: Record<string, Float64Array>, observed: Observed): Promise<void> {
  const names = Object.keys(observed);
  const values = await Promise.all(names.map((name) => observed[name].data<"float32">()));
  const batch = Object.fromEntries(names.map((name, i) => [name, values[i]]));
  for (const name of names) {
    const sum = sums[name] ??= new Float64Array(batch[name].length);
    const mean = name.endsWith(VARIANCE) ? batch[name.replace(VARIANCE, MEAN)] : undefined;
    batch[name].forEach((value, i) => sum[i] += value + (mean ? mean[i] ** 2 : 0));
  }
}
