import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { OutOfMemoryError } from "../../lib/kernels/out_of_memory_error.ts";
import type { WasmBackend } from "../../lib/kernels/wasm/heap.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import { stepMemory } from "../../lib/training/step_memory.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining, disposeTraining, type Training } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
await install("wasm", { threads: 2 });
const domains = ["a", "b"];

/** Counts the bytes that are reserved on the heap. */
function countHeap() {
  const { wasm } = tf.backend() as unknown as WasmBackend;
  const sizes = new Map<number, number>(), counts = { now: 0, peak: 0 };
  const { _malloc } = wasm, { free } = wasm.asm;
  wasm._malloc = (bytes) => {
    const address = _malloc(bytes);
    sizes.set(address, bytes);
    counts.now += bytes;
    counts.peak = Math.max(counts.peak, counts.now);
    return address;
  };
  wasm._free = (address) => {
    counts.now -= sizes.get(address) ?? 0;
    sizes.delete(address);
    free(address);
  };
  return counts;
}

const heap = countHeap();

/** The peak of a stage's steps, in bytes; scratch memory of other stages does not count. */
async function measure(config: ReturnType<typeof createConfig>, stage: 1 | 2): Promise<number> {
  await install("wasm", { threads: 1 });
  await install("wasm", { threads: 2 });
  const before = heap.now;
  const training = createTraining(config, domains);
  const images = noiseImages(domains, 4, config.size);
  heap.peak = heap.now;
  const steps = stage === 1 ? trainStage1(training, images) : trainStage2(training, images);
  for await (const _ of steps);
  disposeTraining(training);
  return heap.peak - before;
}

const shapes: [PresetName, Record<string, unknown>][] = [
  ["paper", { gf: 16, df: 16, ef: 16 }],
  ["release", { gf: 8, df: 16, ef: 16, objective: "pixel" }],
  ["modern", { gf: 16, df: 16, ef: 16 }],
  ["modern", { gf: 8, df: 8, ef: 8, diffAugment: ["color", "translation", "cutout"] }],
  ["modern", { gf: 8, df: 8, ef: 8, robustConsistencyWeight: 1, eAugment: ["color"] }],
  ["modern", { gf: 16, df: 16, ef: 16, consistencyWeight: 0, featureConsistencyWeight: 1 }],
  ["tiny", { featureConsistencyWeight: 1, gLabelFrom: 16 }],
  ["modern", { gf: 4, df: 16, ef: 16, size: 128, batch: 8 }],
  ["tiny", {}],
  ["modern", {
    ...{ gf: 8, df: 8, ef: 16, encodedShare: 0.75, rebuildWeight: 1, rebuildDetailWeight: 1 },
    ...{ consistencyWeight: 0, gLabelFrom: 16 },
  }],
  ["modern", { gf: 8, df: 24, ef: 8, encodedShare: 1, rebuildFeatureWeight: 1, eFeatureWeight: 1 }],
];

for (const [preset, changes] of shapes) {
  Deno.test(`a step of ${preset} ${JSON.stringify(changes)} takes the memory foretold`, async () => {
    const config = createConfig(preset, { batch: 24, ...changes, steps1: 1, steps2: 1 });
    for (const stage of [1, 2] as const) {
      const measured = await measure(config, stage);
      const { fixed, perImage } = stepMemory(config, domains.length, stage);
      const ratio = (fixed + config.batch * perImage) / measured;
      assert(ratio > 0.87 && ratio < 1.15, `stage ${stage}: ${ratio.toFixed(2)} of ${measured}`);
    }
  });
}

Deno.test("a batch of 1008 at 128x128 is refused before the first step", async () => {
  const training: Training = createTraining(
    createConfig("modern", { batch: 1008, size: 128, gf: 8, df: 8, ef: 8 }),
    domains,
  );
  const images = noiseImages(domains, 4, 128);
  for (const loop of [trainStage1(training, images), trainStage2(training, images)]) {
    const { message } = await assertRejects(() => loop.next(), OutOfMemoryError);
    assertStringIncludes(message, "a batch of 1008 at 128x128 takes about");
    assertStringIncludes(message, "or less, smaller images or a smaller gf");
  }
  assertEquals([training.step1, training.step2], [0, 0]);
  disposeTraining(training);
});
