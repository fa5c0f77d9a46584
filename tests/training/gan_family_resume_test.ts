import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import type { ImageSet } from "../../lib/data/image_set.ts";
import { labelledImages } from "../../lib/data/labelled_images.ts";
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

Deno.test({
  name: "with few labels stage 1 sees every real, and stage 2 the labelled ones alone",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await install("wasm", { threads: 1 });
    const config = createConfig("tiny", {
      ...{ gf: 2, df: 2, ef: 2, z: 4, dHead: "semi", labelledShare: 0.25, eDomain: true },
      ...{ batch: 8, steps1: 20, steps2: 20, eErase: true },
    });
    const all = noiseImages(domains, 8), read = new Set<string>();
    const images: ImageSet = {
      ...all,
      read(c, index, target, offset) {
        read.add(`${c} ${index}`);
        all.read(c, index, target, offset);
      },
    };
    using training = createTraining(config, domains);
    for await (const _ of trainStage1(training, images));
    assertEquals(read.size, 16);
    read.clear();
    for await (const _ of trainStage2(training, images));
    const used = [...read];
    assertEquals(used.length, 4, `${used}`);
    read.clear();
    const told = labelledImages(images, config), pixels = new Uint8Array(32 * 32 * 3);
    told.counts.forEach((count, c) => {
      for (let i = 0; i < count; i++) told.read(c, i, pixels);
    });
    assertEquals(used.toSorted(), [...read].toSorted());
  },
});
