import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { createConfig, presetNames } from "../../lib/presets.ts";
import { createFineTuning } from "../../lib/training/fine_tuning.ts";
import { togetherConfig } from "../../lib/training/together_config.ts";
import { trainStage1 } from "../../lib/training/train.ts";
import { createTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

Deno.test("weights of every preset with normal z can be trained on with E beside G", async () => {
  const images = noiseImages(["a", "b"], 20);
  const narrow = { size: 32, gf: 1, df: 1, ef: 1, z: 4 } as const;
  for (const preset of presetNames.filter((name) => name !== "paper")) {
    const { model } = createTraining(createConfig(preset, narrow), images.domains);
    const config = togetherConfig(model.config, { steps1: 1, batch: 8, logEvery: 1 });
    using training = createFineTuning(model, config, images.domains);
    for await (const { losses } of trainStage1(training, images)) {
      const names = Object.keys(losses!);
      for (const name of ["g/robust", "g/rebuilt", "g/detail", "e/latent", "e/cycle"]) {
        assert(names.includes(name), `${preset}: ${name}`);
      }
      assert(!names.includes("g/consistency"), preset);
    }
    assertEquals(training.stage1.adamE!.updates, training.stage1.adamG.updates);
    disposeModel(model);
  }
});

Deno.test("changes count above what training together changes, and are checked", () => {
  const trained = createConfig("tiny", { z: 8 });
  const { preset, z, batch, steps1, encodedShare } = togetherConfig(trained, { steps1: 7 });
  assertEquals({ preset, z, batch, steps1 }, { preset: "tiny", z: 8, batch: 32, steps1: 7 });
  assert(encodedShare > 0);
  assertThrows(() => togetherConfig(createConfig("paper")), RangeError, "got uniform");
  assertThrows(() => togetherConfig(trained, { cycleWeight: -1 }), RangeError, "cycleWeight");
});
