/**
 * A run of seconds that the ranks of mpirun share: `shared_run.ts FOLDER CONFIG [RULE]`. It goes on from
 * its last checkpoint if there is one.
 *
 * RULE "stop RANK STAGE STEP" asks that rank to stop after a step. "differ STEP" changes a weight of
 * rank 1 after a step of stage 1. "fail STEP" makes rank 1 throw after it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../../lib/config.ts";
import { createConfig } from "../../lib/presets.ts";
import { install } from "../../lib/kernels/install.ts";
import { startRanks } from "../../lib/kernels/mpi/ranks.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { runFiles, runTraining } from "../../lib/training/run.ts";
import { shareTraining } from "../../lib/training/share_training.ts";
import { createTraining } from "../../lib/training/training.ts";
import { asRank } from "../../tasks/shared/mpi_option.ts";
import { smallConfig } from "../training/small_run.ts";
import { noiseImages } from "../training/noise_images.ts";

/** Half a batch is no multiple of their number: whose turn it is must be resumed. */
export const sharedDomains = ["a", "b"];

const plain: Partial<Config> = {
  gf: 4,
  df: 4,
  ef: 4,
  z: 8,
  batch: 6,
  eNorm: "batch",
  diffAugment: [],
  instanceNoise: 0,
  eAugment: [],
  zoom: 0.9,
  eErase: false,
  consistencyWeight: 0,
  robustConsistencyWeight: 0,
  steps1: 3,
  steps2: 3,
  saveEvery: 2,
  logEvery: 1,
};

/** What is trained, by name. */
export const sharedConfigs = {
  /** Every ingredient that has a state is on. */
  all: { ...smallConfig, batch: 10, encodedShare: 1 },
  /** Nothing but the networks draws random numbers; D has spectral norm, G an average. */
  modern: createConfig("tiny", { ...plain, zWeight: 0.5 }),
  /** The same with batch norm in D, and without an average. */
  release: createConfig("release", { ...plain, size: 32 }),
};

async function share(folder: string, name: string, rule: string): Promise<number> {
  await install("wasm", { threads: 1 });
  const ranks = startRanks(true), config = sharedConfigs[name as keyof typeof sharedConfigs];
  return await asRank(ranks, async () => {
    const last = `${folder}/${runFiles.last}`;
    const there = await Deno.stat(last).then(() => true, () => false);
    const training = there
      ? await loadTraining(last, config, { ranks })
      : shareTraining(createTraining(config, sharedDomains), ranks);
    const stop = new AbortController(), images = noiseImages(sharedDomains, 5);
    const metric = ranks.rank ? undefined : () => Promise.resolve(training.step1);
    const options = { metric, signal: stop.signal };
    for await (const { stage, step } of runTraining(folder, training, images, options)) {
      if (rule === `stop ${ranks.rank} ${stage} ${step}`) stop.abort();
      if (ranks.rank === 0 || stage === 2) continue;
      if (rule === `fail ${step}`) throw new RangeError("Rank 1 has had enough");
      if (rule === `differ ${step}`) {
        const [weight] = Object.values(training.model.generator.weights);
        tf.tidy(() => weight.assign(weight.add(1e-6)));
      }
    }
  }) ?? 0;
}

if (import.meta.main) {
  tf.enableProdMode();
  const [folder, name, rule = ""] = Deno.args;
  Deno.exit(await share(folder, name, rule));
}
