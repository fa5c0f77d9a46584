import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { createLossWatch } from "../../lib/training/loss_watch.ts";
import { runFiles, runTraining } from "../../lib/training/run.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();

Deno.test("a loss beyond 100 times the median of the first hundred steps is said, once a network", () => {
  const watch = createLossWatch();
  const d = (value: number) => ({ "d/source": value, "d/class": value, "g/source": -1 });
  for (let step = 10; step <= 100; step += 10) {
    // One outlier among the first does not move the median.
    assertEquals(watch.see(step, d(step === 50 ? 1e6 : 1)), []);
  }
  assertEquals(watch.see(110, d(100)), []);
  assertEquals(watch.see(120, d(101)), [{ network: "D", loss: 202, usual: 2 }]);
  assertEquals(watch.see(130, d(1e9)), []);
  assertEquals(watch.see(140, { ...d(1), "g/source": -101 }), [
    { network: "G", loss: 101, usual: 1 },
  ]);
});

Deno.test("losses that are read seldom are held against the first reading", () => {
  const watch = createLossWatch();
  assertEquals(watch.see(500, { "e/latent": 1 }), []);
  assertEquals(watch.see(1000, { "e/latent": 99 }), []);
  assertEquals(watch.see(1500, { "e/latent": 101 }), [{ network: "E", loss: 101, usual: 1 }]);
});

Deno.test("a discriminator that blows up is in the event and the log, and not again after a resume", async () => {
  await install("wasm", { threads: 1 });
  const folder = await Deno.makeTempDir(), domains = ["a", "b"], images = noiseImages(domains, 3);
  const config = createConfig("tiny", {
    ...{ gf: 2, df: 2, ef: 2, z: 4, batch: 4, consistencyWeight: 0, zWeight: 0 },
    ...{ steps1: 105, steps2: 1, logEvery: 1, saveEvery: 1 },
  });
  const training = createTraining(config, domains), stop = new AbortController();
  const said: string[] = [];
  for await (
    const { step, blownUp } of runTraining(folder, training, images, { signal: stop.signal })
  ) {
    said.push(...blownUp.map(({ network }) => `${network} ${step}`));
    if (step === 101) {
      const w = training.model.discriminator.weights["source/bias"];
      tf.tidy(() => w.assign(tf.fill(w.shape, 1e5)));
    }
    if (step === 103) stop.abort();
  }
  assertEquals(said.filter((line) => line.startsWith("D")), ["D 102"]);
  disposeTraining(training);
  const log = (await Deno.readTextFile(`${folder}/${runFiles.log}`)).trim().split("\n");
  const lines = log.map((line) => JSON.parse(line));
  assertEquals(lines.map(({ blownUp }) => blownUp?.[0].network).indexOf("D"), 101);
  const resumed = await loadTraining(`${folder}/${runFiles.last}`);
  for await (const { stage, blownUp } of runTraining(folder, resumed, images)) {
    if (stage === 1) assertEquals(blownUp.filter(({ network }) => network === "D"), []);
  }
  disposeTraining(resumed);
  await Deno.remove(folder, { recursive: true });
});
