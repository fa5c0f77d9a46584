import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { decodeTraining } from "../../lib/training/decode_checkpoint.ts";
import { encodeTraining } from "../../lib/training/encode_checkpoint.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();

const domains = ["a", "b"];

for (const dHead of ["concat", "semi", "infogan", "acgan", "adcgan"] as const) {
  Deno.test({
    name: `${dHead}: both stages train, and interrupted and resumed equals uninterrupted`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      await install("wasm", { threads: 1 });
      const config = createConfig("tiny", {
        ...{ gf: 2, df: 2, ef: 2, z: 4 },
        ...{ dHead, batch: 6, steps1: 4, steps2: 2, logEvery: 1, instanceNoise: 0.1 },
        labelledShare: dHead === "concat" ? 1 : 0.4,
      });
      const images = noiseImages(domains, 6);
      const finish = async (training: Training) => {
        for await (const _ of trainStage1(training, images));
        for await (const { losses } of trainStage2(training, images)) assert(losses);
        const bytes = await encodeTraining(training);
        disposeTraining(training);
        return bytes;
      };
      const whole = await finish(createTraining(config, domains));
      const part = createTraining(config, domains);
      for await (const { step } of trainStage1(part, images)) if (step === 2) break;
      const saved = await encodeTraining(part);
      disposeTraining(part);
      const resumed = await finish(decodeTraining("part", saved, config));
      assertEquals(resumed, whole);
      const other = await finish(createTraining({ ...config, seed: 2 }, domains));
      assert(other.some((byte, i) => byte !== whole[i]));
    },
  });
}
