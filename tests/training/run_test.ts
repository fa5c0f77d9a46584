import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Config } from "../../lib/config.ts";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { CheckpointError, loadTraining, saveModel } from "../../lib/training/checkpoint.ts";
import { runFiles, runTraining } from "../../lib/training/run.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const domains = ["a", "b"], images = noiseImages(domains, 3);

const start = (changes: Partial<Config> = {}) =>
  createTraining(
    createConfig("tiny", {
      ...{ gf: 2, df: 2, ef: 2, z: 4, batch: 4, steps1: 3, steps2: 2, saveEvery: 1, logEvery: 1 },
      ...changes,
    }),
    domains,
  );

async function inTempFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const missing = (path: string) => Deno.stat(path).then(() => false, () => true);

Deno.test("the best generator of an older run is not taken for a new run's", () =>
  inTempFolder(async (folder) => {
    const best = `${folder}/${runFiles.best}`, older = start({ seed: 9 });
    await Deno.mkdir(folder, { recursive: true });
    await saveModel(best, { ...older, step1: 1 });
    // All that is left of a run is still somebody's run.
    const fresh = start();
    await assertRejects(
      () => Array.fromAsync(runTraining(folder, fresh, images)),
      Error,
      "holds a run already",
    );
    for await (const _ of runTraining(folder, fresh, images, { overwrite: true }));
    assert(await missing(best), "the older run's best generator is still there");

    // A checkpoint that names a best generator of another step than the file's.
    const resumed = start({ seed: 2 });
    const metric = () => Promise.resolve(resumed.step1);
    const options = { metric, overwrite: true };
    for await (const { step } of runTraining(folder, resumed, images, options)) {
      if (step === 3) break;
    }
    const loaded = await loadTraining(`${folder}/${runFiles.last}`);
    assertEquals(loaded.best?.step, 3);
    loaded.best = { step: 2, metric: 0 };
    await saveModel(best, { ...older, step1: 1 });
    const { message } = await assertRejects(
      () => Array.fromAsync(runTraining(folder, loaded, images)),
      CheckpointError,
    );
    assert(message.startsWith(`${best}: is not of this run`), message);
    [older, fresh, resumed, loaded].forEach(disposeTraining);
  }));

Deno.test("a run can be resumed from the first moment on, also where it was ended before its first step", () =>
  inTempFolder(async (folder) => {
    const training = start();
    const events = runTraining(folder, training, images, {
      onSample: () => Promise.reject(new Error("killed")),
    });
    await assertRejects(() => Array.fromAsync(events), Error, "killed");
    const loaded = await loadTraining(`${folder}/${runFiles.last}`);
    assertEquals((await Array.fromAsync(runTraining(folder, loaded, images))).length, 5);
    [training, loaded].forEach(disposeTraining);
  }));

Deno.test("seconds leave out what happens between the steps, and go on over a resume", () =>
  inTempFolder(async (folder) => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
    const training = start();
    const from = performance.now();
    let own = 0, rate = 0;
    for await (
      const { stage, step, seconds, imagesPerSecond } of runTraining(folder, training, images, {
        metric: async () => {
          await pause();
          return 1;
        },
        onSample: async () => void await pause(),
      })
    ) {
      [own, rate] = [seconds, imagesPerSecond];
      await pause();
      if (stage === 1 && step === 2) break;
    }
    // Four pauses: before the first step, and after each of two; a metric is due at the end alone.
    assert(own > 0 && own < (performance.now() - from) / 1000 - 0.8, `${own}`);
    assert(Math.abs(rate - 2 * 4 / own) < 1e-6 * rate);
    const loaded = await loadTraining(`${folder}/${runFiles.last}`);
    const seconds: number[] = [];
    for await (const event of runTraining(folder, loaded, images)) {
      if (event.stage === 1) seconds.push(event.seconds);
    }
    assertEquals(seconds.length, 1);
    assert(seconds[0] > own - 0.01, `${seconds[0]} after ${own}`);
    const log = (await Deno.readTextFile(`${folder}/${runFiles.log}`)).trim().split("\n");
    const logged = log.map((line) => JSON.parse(line)).filter(({ stage }) => stage === 1);
    assert(logged.every(({ seconds }, i) => i === 0 || seconds >= logged[i - 1].seconds));
    [training, loaded].forEach(disposeTraining);
  }));

Deno.test("a step size may be changed on resume where that is allowed by name, and the run says so", () =>
  inTempFolder(async (folder) => {
    const last = `${folder}/${runFiles.last}`, training = start(), { config } = training.model;
    for await (const { step } of runTraining(folder, training, images)) if (step === 2) break;
    const slower = { ...config, dLearningRate: 1e-4, steps2: 3 };
    await assertRejects(() => loadTraining(last, slower), CheckpointError, "dLearningRate");
    await assertRejects(
      () => loadTraining(last, { ...config, gf: 3 }, { allowChanged: ["gf"] }),
      RangeError,
      "gf cannot be changed in a run that goes on: only ",
    );
    const loaded = await loadTraining(last, slower, { allowChanged: ["dLearningRate"] });
    // Killed before its first step, it goes on under the new config all the same.
    const stop = AbortSignal.abort();
    await Array.fromAsync(runTraining(folder, loaded, images, { signal: stop }));
    const again = await loadTraining(last);
    assertEquals(again.model.config.dLearningRate, 1e-4);
    assertEquals((await Array.fromAsync(runTraining(folder, again, images))).length, 4);
    const change = {
      ...{ step1: 2, step2: 0, field: "dLearningRate" },
      ...{ from: config.dLearningRate, to: 1e-4 },
    };
    const saved = await loadTraining(last);
    assertEquals<unknown>(saved.history, { changes: [change] });
    const told = JSON.parse(await Deno.readTextFile(`${folder}/${runFiles.history}`));
    assertEquals(told, { changes: [change] });
    const configNow = JSON.parse(await Deno.readTextFile(`${folder}/${runFiles.config}`));
    assertEquals([configNow.dLearningRate, configNow.steps2], [1e-4, 3]);
    [training, loaded, again, saved].forEach(disposeTraining);
  }));
