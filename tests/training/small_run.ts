/**
 * A run of seconds that goes on from its last checkpoint if there is one. The resume test calls it,
 * and also starts it as a program of its own: `small_run.ts BACKEND FOLDER`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { install, type KernelBackend } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { runFiles, runTraining } from "../../lib/training/run.ts";
import type { TrainEvent } from "../../lib/training/train.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

/** Three domains: the batch of 7 is not shared out evenly, so whose turn it is must be resumed. */
const domains = ["a", "b", "c"];

/** Every ingredient that has a state is on: decay, average, batch norm, spectral norm, augmentation. */
export const smallConfig = createConfig("tiny", {
  gf: 4,
  df: 4,
  ef: 4,
  batch: 7,
  decayShare: 0.5,
  eDecayShare: 0.5,
  z: 8,
  eNorm: "batch",
  diffAugment: ["color", "translation"],
  instanceNoise: 0.1,
  zWeight: 0.5,
  eAugment: ["cutout"],
  zoom: 0.9,
  steps1: 4,
  steps2: 3,
  saveEvery: 2,
  logEvery: 1,
  evaluateEvery: 3,
});

/**
 * Trains into a folder, from the last checkpoint there if there is one.
 *
 * @param folder of the run
 * @param onEvent told of each step; may ask to stop
 */
export async function smallRun(
  folder: string,
  onEvent: (event: TrainEvent, stop: () => void) => void = () => {},
): Promise<void> {
  const last = `${folder}/${runFiles.last}`;
  const there = await Deno.stat(last).then(() => true, () => false);
  const training = there
    ? await loadTraining(last, smallConfig)
    : createTraining(smallConfig, domains);
  const interrupt = new AbortController();
  // Step 3 scores better than step 4, so stage 2 builds on a generator that is not the last.
  const metric = () => Promise.resolve(training.step1);
  const options = { metric, signal: interrupt.signal };
  for await (const event of runTraining(folder, training, noiseImages(domains, 5), options)) {
    onEvent(event, () => interrupt.abort());
  }
  disposeTraining(training);
}

/** What a run leaves: the checkpoint, the best generator, and the log without its times. */
export async function runOutcome(folder: string) {
  const log = await Deno.readTextFile(`${folder}/${runFiles.log}`);
  return {
    last: await Deno.readFile(`${folder}/${runFiles.last}`),
    best: await Deno.readFile(`${folder}/${runFiles.best}`),
    log: log.trim().split("\n").map((line) => {
      const { stage, step, losses } = JSON.parse(line);
      return { stage, step, losses };
    }),
  };
}

if (import.meta.main) {
  const [backend, folder] = Deno.args;
  tf.enableProdMode();
  await install(backend as KernelBackend, { threads: 1 });
  let asked = false;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => asked = true);
  }
  console.log("ready");
  await smallRun(folder, (_, stop) => asked && stop());
  Deno.exit(asked ? 130 : 0);
}
