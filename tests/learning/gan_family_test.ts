import { assert, assertGreater } from "@std/assert";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import type { Config } from "../../lib/config.ts";
import { readFirstImages } from "../../lib/data/batches.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { labelledImages } from "../../lib/data/labelled_images.ts";
import { openData } from "../../lib/data/open_data.ts";
import { disposeClassifier, trainClassifier } from "../../lib/evaluation/classifier.ts";
import { domainReading } from "../../lib/evaluation/domain_reading.ts";
import { judgeImages } from "../../lib/evaluation/judge_images.ts";
import { targetAccuracy } from "../../lib/evaluation/target_accuracy.ts";
import { createConfig } from "../../lib/presets.ts";
import { trainStage1 } from "../../lib/training/train.ts";
import { createTraining } from "../../lib/training/training.ts";

const HELD_OUT = 256;

/** Stage 1 on so many drawn faces of each domain, then what `use` finds. */
function learns(
  name: string,
  changes: Partial<Config>,
  train: number,
  use: (reading: { accuracy: number }, data: DataSet, config: Config) => Promise<void>,
) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      await selectBackend("wasm");
      const narrow = { gf: 16, df: 16, ef: 16, batch: 32, emaMomentum: 0.99, logEvery: 100 };
      const config = createConfig("tiny", { ...narrow, ...changes });
      const packDir = await Deno.makeTempDir(), faces = { train, heldOut: HELD_OUT };
      using data = await openData("faces", config, { packDir, faces });
      using training = createTraining(config, data.train.domains);
      for await (const _ of trainStage1(training, data.train));
      const reals = [0, 1].map((c) => readFirstImages(data.heldOut, c, HELD_OUT));
      const reading = await domainReading(training.model, reals, 64);
      console.log(`${name}: ${reading.perDomain.map((share) => share.toFixed(3)).join(" / ")}`);
      await use(reading, data, config);
      await Deno.remove(packDir, { recursive: true });
    },
  });
}

learns(
  "semi-supervised, 1 % labels: D reads held-out faces better than a classifier of these labels",
  { dHead: "semi", labelledShare: 0.01, steps1: 200 },
  400,
  async ({ accuracy }, data, config) => {
    const told = labelledImages(data.train, config);
    assert(told.counts.every((count) => count === 4));
    const classifier = await trainClassifier(told, { seed: config.seed });
    let alone = 0;
    for (const c of [0, 1]) {
      const { logits } = await judgeImages(classifier, readFirstImages(data.heldOut, c, 256), 64);
      alone += targetAccuracy(logits, 2, c) / 2;
    }
    disposeClassifier(classifier);
    console.log(`the classifier alone: ${alone.toFixed(3)}`);
    assertGreater(accuracy, 0.95);
    assertGreater(accuracy, alone + 0.03);
  },
);

learns(
  "InfoGAN: its code, found without labels, tells men and women apart",
  {
    ...{ dHead: "infogan", gNorm: "batch", labelEmbedding: 64, diffAugment: ["color"] },
    ...{ zWeight: 0.1, consistencyWeight: 0, labelledShare: 0.01, steps1: 400, seed: 1 },
  },
  4000,
  ({ accuracy }) => Promise.resolve(assertGreater(accuracy, 0.9)),
);
