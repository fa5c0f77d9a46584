import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertNotEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { decodeTraining } from "../../lib/training/decode_checkpoint.ts";
import { encodeTraining } from "../../lib/training/encode_checkpoint.ts";
import { trainStage1 } from "../../lib/training/train.ts";
import { createTraining, type Training } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const config = createConfig("modern", {
  ...{ size: 32, gf: 2, df: 2, ef: 2, z: 4, batch: 8, steps1: 5, logEvery: 1 },
  ...{ encodedShare: 0.5, encodedAfter: 2, rebuildWeight: 1, cycleWeight: 1 },
});
const images = noiseImages(["a", "b"], 20);
const ofE = ({ model }: Training) => [...model.encoder.weights["latent/kernel"].dataSync()];

Deno.test("E begins to learn beside G after so many steps, and the loop counts all of them", async () => {
  using training = createTraining(config, images.domains);
  const before = ofE(training), seen: [number, number, boolean][] = [];
  for await (const { step, steps, losses } of trainStage1(training, images)) {
    seen.push([step, steps, "e/cycle" in losses!]);
    if (step === 2) assertEquals(ofE(training), before);
  }
  assertEquals(seen, [
    [1, 5, false],
    [2, 5, false],
    [3, 5, true],
    [4, 5, true],
    [5, 5, true],
  ]);
  assertEquals(training.stage1.adamE!.updates, 3);
  assertNotEquals(ofE(training), before);
});

Deno.test("until then it is the training without E, to the bit, and for good if it never comes", async () => {
  const weights = async (changes: Partial<typeof config>, stop: number) => {
    using training = createTraining({ ...config, ...changes }, images.domains);
    for await (const { step } of trainStage1(training, images)) if (step === stop) break;
    return [...training.model.generator.weights["dense/kernel"].dataSync()];
  };
  assertEquals(await weights({}, 2), await weights({ encodedShare: 0 }, 2));
  assertEquals(await weights({ encodedAfter: 5 }, 5), await weights({ encodedShare: 0 }, 5));
  assertNotEquals(await weights({}, 3), await weights({ encodedShare: 0 }, 3));
});

Deno.test("interrupted before, at and after that step and resumed equals uninterrupted", async () => {
  const run = async (training: Training, stop = Infinity) => {
    const controller = new AbortController();
    for await (const { step } of trainStage1(training, images, { signal: controller.signal })) {
      if (step === stop) controller.abort();
    }
    return training;
  };
  using whole = await run(createTraining(config, images.domains));
  const expected = await encodeTraining(whole);
  for (const stop of [1, 2, 3]) {
    using part = await run(createTraining(config, images.domains), stop);
    assertEquals(part.step1, stop);
    using resumed = decodeTraining("part", await encodeTraining(part));
    assertEquals(await encodeTraining(await run(resumed)), expected, `stopped after ${stop}`);
  }
});
