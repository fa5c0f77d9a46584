import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import type { Ranks } from "../../lib/kernels/mpi/ranks.ts";
import { createConfig } from "../../lib/presets.ts";
import { CheckpointError, loadTraining, saveTraining } from "../../lib/training/checkpoint.ts";
import { trainingVariables } from "../../lib/training/checkpoint_variables.ts";
import { configOfRank, shareTraining } from "../../lib/training/share_training.ts";
import { trainStage1 } from "../../lib/training/train.ts";
import { createTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
const domains = ["a", "b"];
const config = createConfig("tiny", {
  gf: 2,
  df: 2,
  ef: 2,
  z: 4,
  batch: 16,
  steps1: 2,
  logEvery: 1,
});

/** A rank whose others do just what it does. */
function rankOf(rank: number, size: number, seen: number[][] = []): Ranks {
  return {
    rank,
    size,
    average: (tensors) => void seen.push(tensors.map((tensor) => tensor.size)),
    gather: (values) => Array.from({ length: size }, () => Int32Array.from(values)),
    meet: () => Promise.resolve(),
  };
}

Deno.test("ranks have random streams of their own; rank 0 has those of one process", async () => {
  await install("cpu");
  using alone = createTraining(config, domains);
  const states = [0, 1, 2, 3].map((rank) => {
    using shared = shareTraining(createTraining(config, domains), rankOf(rank, 4));
    const { batches, stage1, stage2 } = shared.random;
    return [batches, stage1, stage2].map((stream) => stream.state());
  });
  const { batches, stage1, stage2 } = alone.random;
  assertEquals(states[0], [batches, stage1, stage2].map((stream) => stream.state()));
  assertEquals(new Set(states.flat().map(String)).size, 12);
});

Deno.test("a batch that the ranks cannot share alike is refused, as is too small a share", async () => {
  await install("cpu");
  using training = createTraining(config, domains);
  const share = (size: number) => () => shareTraining(training, rankOf(0, size));
  assertThrows(share(3), RangeError, "A batch of 16 cannot be shared by 3 ranks alike");
  assertThrows(share(8), RangeError, "need a batch of at least 4 for 2 domains, got 2");
  assertEquals(configOfRank(share(4)()).batch, 4);
});

Deno.test("every gradient and observed statistic of a step is averaged, and so are the losses", {
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  await install("wasm", { threads: 1 });
  const seen: number[][] = [];
  using training = shareTraining(createTraining(config, domains), rankOf(1, 2, seen));
  const rates: number[] = [];
  for await (const event of trainStage1(training, noiseImages(domains, 5))) {
    rates.push(event.imagesPerSecond * event.seconds / event.step);
  }
  const { generator, discriminator } = training.model;
  const sizes = ({ weights, statistics }: typeof generator) =>
    [...Object.values(weights), ...Object.values(statistics)].map((variable) => variable.size)
      .sort((a, b) => a - b);
  const step = [sizes(discriminator), ...Array(config.gSteps).fill(sizes(generator))];
  const areLosses = (tensors: number[]) => tensors.every((size) => size === 1);
  assertEquals(seen.filter(areLosses).length, 2);
  const moves = seen.filter((tensors) => !areLosses(tensors));
  assertEquals(moves.map((tensors) => tensors.sort((a, b) => a - b)), [...step, ...step]);
  // Images are counted over all ranks.
  rates.forEach((images) => assertAlmostEquals(images, config.batch, 0.1));
});

Deno.test("a run goes on with as many ranks as before, each with its own streams", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), path = `${folder}/last.safetensors`;
  using training = shareTraining(createTraining(config, domains), rankOf(0, 2));
  using other = shareTraining(createTraining(config, domains), rankOf(1, 2));
  other.random.stage1.next();
  const { batches, stage1, stage2 } = other.random;
  const states = { batches: batches.state(), stage1: stage1.state(), stage2: stage2.state() };
  await saveTraining(path, training, [states]);
  const refused = async (count: string, ranks?: Ranks) => {
    const { message } = await assertRejects(
      () => loadTraining(path, config, { ranks }),
      CheckpointError,
    );
    assertEquals(
      message,
      `${path}: the run is shared by 2 ranks, and now there ${count}: resume with as many as ` +
        "before, or begin a new run with its weights",
    );
  };
  await refused("is 1");
  await refused("are 3", rankOf(0, 3));
  using second = await loadTraining(path, config, { ranks: rankOf(1, 2) });
  assertEquals(second.random.stage1.state(), states.stage1);
  assertEquals(second.ranks?.rank, 1);
  assertEquals(Object.keys(trainingVariables(second)), Object.keys(trainingVariables(training)));
  using first = await loadTraining(path, config, { ranks: rankOf(0, 2) });
  assertEquals(first.random.stage1.state(), training.random.stage1.state());

  await saveTraining(path, training);
  await assertRejects(
    () => loadTraining(path, config, { ranks: rankOf(0, 2) }),
    CheckpointError,
    "shared by 1 rank, and now there are 2",
  );
  await Deno.remove(folder, { recursive: true });
});
