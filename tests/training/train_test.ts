import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { createConfig } from "../../lib/presets.ts";
import type { Config } from "../../lib/config.ts";
import type { ImageSet } from "../../lib/data/image_set.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { loadModel, loadTraining } from "../../lib/training/checkpoint.ts";
import { reestimateStatistics } from "../../lib/training/reestimate_statistics.ts";
import { eraseDomain } from "../../lib/training/erase_domain.ts";
import {
  DeviceLostError,
  NonFiniteError,
  unlessDeviceLost,
} from "../../lib/training/read_losses.ts";
import { runFiles, runTraining } from "../../lib/training/run.ts";
import { type TrainEvent, trainStage1, trainStage2 } from "../../lib/training/train.ts";
import {
  createStage2Training,
  createTraining,
  disposeTraining,
  type Training,
} from "../../lib/training/training.ts";

tf.enableProdMode();

/** Two domains of plain images: dark and bright. */
const images: ImageSet = {
  size: 32,
  domains: ["dark", "bright"],
  counts: [8, 8],
  read: (c, index, target, offset = 0) =>
    void target.fill(c * 128 + index * 8, offset, offset + 32 * 32 * 3),
  close() {},
  [Symbol.dispose]() {},
};

const start = (changes: Partial<Config> = {}) =>
  createTraining(
    createConfig("tiny", {
      ...{ gf: 2, df: 2, ef: 2, z: 4, batch: 4, steps1: 5, steps2: 3 },
      ...{ consistencyWeight: 0, zWeight: 0, eRealWeight: 0, eInvarianceWeight: 0, eErase: false },
      ...changes,
    }),
    images.domains,
  );

async function collect(events: AsyncIterable<TrainEvent>): Promise<TrainEvent[]> {
  const all: TrainEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

Deno.test("the loops report every step, and losses as often as asked", async () => {
  await install("cpu");
  const training = start({ logEvery: 2 });
  const one = await collect(trainStage1(training, images));
  assertEquals(one.map(({ step }) => step), [1, 2, 3, 4, 5]);
  assertEquals(one.map(({ losses }) => losses !== null), [false, true, false, true, true]);
  assertEquals(Object.keys(one[1].losses!), ["d/source", "d/class", "g/source", "g/class"]);
  const two = await collect(trainStage2(training));
  assertEquals(two.map(({ stage, step, steps }) => [stage, step, steps]), [[2, 1, 3], [2, 2, 3], [
    2,
    3,
    3,
  ]]);
  assertEquals(Object.keys(two[2].losses!), ["e/latent"]);
  assertEquals(await collect(trainStage1(training, images)), []);
  disposeTraining(training);
});

Deno.test("consistency of each form draws one z for all domains, and its loss is reported", async () => {
  await install("cpu");
  for (
    const [loss, changes] of [
      ["g/consistency", { consistencyWeight: 2 }],
      ["g/robust", { consistencyWeight: 0, robustConsistencyWeight: 2 }],
      ["g/alike", { consistencyWeight: 0, featureConsistencyWeight: 2 }],
    ] as const
  ) {
    const training = start({ ...changes, batch: 8 }), before = tf.memory().numTensors;
    const events = await collect(trainStage1(training, images));
    assertEquals(Object.keys(events.at(-1)!.losses!), [
      ...["d/source", "d/class", "g/source", "g/class"],
      loss,
    ]);
    // G does not look at c yet: with a z of each image's own the loss would be about its weight.
    const first = events.find(({ losses }) => losses)!.losses![loss];
    assert(first >= 0 && first < 0.3, `${loss} is ${first}: is z shared?`);
    assertEquals(tf.memory().numTensors, before);
    disposeTraining(training);
  }
  assertThrows(
    () => createTraining(start({ consistencyWeight: 2 }).model.config, ["a", "b", "c"]),
    RangeError,
    "at least 6 for 3 domains, got 4",
  );
});

Deno.test("stage 2 asks for real images exactly where the config weighs them", async () => {
  await install("cpu");
  const training = start({ eRealWeight: 1, eInvarianceWeight: 1 });
  await collect(trainStage1(training, images));
  await assertRejects(() => collect(trainStage2(training)), RangeError, "give images");
  const [, , last] = await collect(trainStage2(training, images));
  assertEquals(Object.keys(last.losses!), ["e/latent", "e/real", "e/invariance"]);
  disposeTraining(training);
});

Deno.test("a signal stops a loop after the step in progress; calling again goes on", async () => {
  await install("cpu");
  const training = start(), stop = new AbortController();
  for await (const { step } of trainStage1(training, images, { signal: stop.signal })) {
    if (step === 2) stop.abort();
  }
  assertEquals(training.step1, 2);
  assertEquals((await collect(trainStage1(training, images))).length, 3);
  disposeTraining(training);
});

Deno.test("a signal does not save what a lost device left, though no losses were due", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir();
  const path = `${folder}/${runFiles.last}`;
  const training = start({ saveEvery: 2, logEvery: 100 }), stop = new AbortController();
  const device = Promise.withResolvers<string>();
  const options = { signal: stop.signal, deviceLost: device.promise };
  let good = new Uint8Array();
  await assertRejects(
    async () => {
      for await (const { step, losses } of runTraining(folder, training, images, options)) {
        if (step === 2) good = await Deno.readFile(path);
        if (step !== 3) continue;
        assertEquals(losses, null);
        device.resolve("unplugged");
        stop.abort();
      }
    },
    DeviceLostError,
    "unplugged",
  );
  assertEquals(await Deno.readFile(path), good);
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a loop that is left leaves no losses behind", async () => {
  await install("cpu");
  const training = start({ logEvery: 100 }), before = tf.memory().numTensors;
  for await (const { step } of trainStage1(training, images)) if (step === 2) break;
  assertEquals(tf.memory().numTensors, before);
  disposeTraining(training);
});

Deno.test("a loss that is not finite stops the run, by name, and the checkpoint stays", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir();
  const training = start({ steps1: 4, saveEvery: 1, logEvery: 1 });
  const path = `${folder}/${runFiles.last}`;
  let good = new Uint8Array();
  await assertRejects(
    async () => {
      for await (const { step } of runTraining(folder, training, images)) {
        if (step !== 2) continue;
        good = await Deno.readFile(path);
        const w = training.model.discriminator.weights["source/kernel"];
        w.assign(tf.tidy(() => w.mul(NaN)));
      }
    },
    NonFiniteError,
    "Loss is not finite: d/source",
  );
  assertEquals(training.step1, 3);
  assertEquals(await Deno.readFile(path), good);
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("images of other domains, of another order of them or another size are not trained on", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), training = start();
  const before = training.model.generator.weights["dense/kernel"].dataSync();
  const swapped = { ...images, domains: ["bright", "dark"] };
  const larger = { ...images, size: 64 };
  const more = { ...images, domains: ["dark", "bright", "grey"], counts: [8, 8, 8] };
  for (
    const [other, found] of [
      [swapped, "bright, dark at 32x32"],
      [larger, "dark, bright at 64x64"],
      [more, "dark, bright, grey at 32x32"],
    ] as const
  ) {
    for (
      const loop of [
        () => trainStage1(training, other),
        () => trainStage2(training, other),
        () => runTraining(`${folder}/run`, training, other),
      ]
    ) {
      const { message } = await assertRejects(() => collect(loop()), RangeError);
      assertEquals(
        message,
        `The images are of ${found}, the model is for dark, bright at 32x32: open them at its ` +
          "size, with domains of these names in this order",
      );
    }
  }
  assertEquals(training.model.generator.weights["dense/kernel"].dataSync(), before);
  assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a lost device ends a read that would never end, with its reason", async () => {
  const never = new Promise<number>(() => {});
  await assertRejects(
    () => unlessDeviceLost(never, Promise.resolve("unplugged")),
    DeviceLostError,
    "The device was lost: unplugged",
  );
  assertEquals(await unlessDeviceLost(Promise.resolve(1), never as Promise<never>), 1);
});

Deno.test("a run logs its losses, keeps the best generator and gives it to stage 2", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir();
  const training = start({ steps1: 4, steps2: 2, evaluateEvery: 1, logEvery: 1 });
  const metrics = [3, 1, 2, 5], samples: string[] = [];
  let atBest = 0;
  const weight = () => training.model.average.weights["dense/kernel"].dataSync()[0];
  const events = runTraining(folder, training, images, {
    metric: () => {
      const metric = metrics.shift()!;
      if (metric === 1) atBest = weight();
      return Promise.resolve(metric);
    },
    onSample: (stage, step) => Promise.resolve(void samples.push(`${stage}/${step}`)),
  });
  let entered = NaN;
  for await (const { stage } of events) if (stage === 2 && isNaN(entered)) entered = weight();
  assertEquals(training.best, { step: 2, metric: 1 });
  assertAlmostEquals(entered, atBest, 0);
  assertEquals(samples, ["1/0", "1/4", "2/2"]);
  const log = (await Deno.readTextFile(`${folder}/${runFiles.log}`)).trim().split("\n");
  assertEquals(log.map((line) => JSON.parse(line).step), [1, 2, 3, 4, 1, 2]);
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("of generators that the metric cannot tell apart the latest is kept, by the lowest score of all", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir();
  const training = start({ steps1: 5, steps2: 0, evaluateEvery: 1 });
  // Against the lowest of all: with the score before it in its place 2.5 would be kept too.
  const metrics = [3, 1, 1.9, 2.5, 2.2];
  const options = { metric: () => Promise.resolve(metrics.shift()!), metricTolerance: 1 };
  const kept: number[] = [];
  for await (const { stage } of runTraining(folder, training, images, options)) {
    if (stage === 1) kept.push(training.best!.step);
  }
  assertEquals(kept, [1, 2, 3, 3, 3]);
  assertEquals(training.best, { step: 3, metric: 1 });
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a run that is cut short where it stands is saved with its new length", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), last = `${folder}/${runFiles.last}`;
  const training = start({ steps1: 4, saveEvery: 2 });
  for await (const { step } of runTraining(folder, training, images, { stages: [1] })) {
    if (step === 2) break;
  }
  const shorter = await loadTraining(last, { ...training.model.config, steps1: 2 });
  assertEquals(await collect(runTraining(folder, shorter, images, { stages: [1] })), []);
  const saved = await loadTraining(last);
  assertEquals([saved.step1, saved.model.config.steps1], [2, 2]);
  [training, shorter, saved].forEach(disposeTraining);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("reestimate measures the statistics of G's average once stage 1 is done, the best's too", async () => {
  await install("wasm");
  const folder = await Deno.makeTempDir();
  const training = start({ reestimate: true, steps1: 2, steps2: 1, evaluateEvery: 1 });
  const plain = start({ steps1: 2, steps2: 1 });
  const statisticsOf = ({ model }: Training) =>
    Object.values(model.average.statistics).map((v) => [...v.dataSync()]);
  const expected = async (of: Training) => {
    const { model } = of, before = statisticsOf(of);
    await reestimateStatistics(model.config, model.average, model.domains.length);
    return { before, after: statisticsOf(of) };
  };
  await collect(trainStage1(plain, images));
  const atTheEnd = await expected(plain);
  assertNotEquals(atTheEnd.after, atTheEnd.before);

  // The metric calls step 1 the best: stage 2 builds on that, and not on its old statistics.
  let score = 0;
  const options = { metric: () => Promise.resolve(++score) };
  for await (const { stage, step } of runTraining(folder, training, images, options)) {
    if (stage === 1 && step === 1) assertNotEquals(statisticsOf(training), atTheEnd.after);
    if (stage === 1 && step === 2) assertEquals(statisticsOf(training), atTheEnd.after);
  }
  const best = await loadModel(`${folder}/${runFiles.best}`);
  await reestimateStatistics(best.config, best.average, best.domains.length);
  assertEquals(
    statisticsOf(training),
    Object.values(best.average.statistics).map((v) => [...v.dataSync()]),
  );
  [training, plain].forEach(disposeTraining);
  disposeModel(best);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the domain is erased from E once, also where no step is left, and again at a later end", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), last = `${folder}/${runFiles.last}`;
  const training = start({ eErase: true, steps1: 1, steps2: 3, saveEvery: 1 });
  const { config } = training.model;
  for await (const { stage, step } of runTraining(folder, training, images)) {
    if (stage === 2 && step === 2) break;
  }
  const kernel = ({ model }: Training) => model.encoder.weights["latent/kernel"].dataSync();
  const [trained, expected] = [await loadTraining(last), await loadTraining(last)];
  assertEquals(trained.erased, 0);
  await eraseDomain(config, expected.model.encoder, images);
  assertNotEquals(kernel(expected), kernel(trained));

  const resumed = async (steps2: number) => {
    const resumed = await loadTraining(last, { ...config, steps2 });
    const steps = (await collect(runTraining(folder, resumed, images))).map(({ step }) => step);
    const saved = await loadTraining(last);
    const outcome = { steps, erased: saved.erased, kernel: kernel(saved) };
    [resumed, saved].forEach(disposeTraining);
    return outcome;
  };
  const erased = { steps: [], erased: 2, kernel: kernel(expected) };
  assertEquals(await resumed(2), erased);
  assertEquals(await resumed(2), erased, "it was erased twice");
  const longer = await resumed(4);
  assertEquals([longer.steps, longer.erased], [[3, 4], 4]);
  assertEquals(await resumed(4), { ...longer, steps: [] });
  [training, trained, expected].forEach(disposeTraining);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a new run does not take the place of another, unless asked to", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), last = `${folder}/${runFiles.last}`;
  const training = start({ steps1: 2, steps2: 1, logEvery: 1 });
  const options = { metric: () => Promise.resolve(1) };
  await collect(runTraining(folder, training, images, options));
  const files = async () =>
    await Promise.all(
      [runFiles.last, runFiles.best, runFiles.log, runFiles.config]
        .map((name) => Deno.readFile(`${folder}/${name}`)),
    );
  const before = await files();
  const fresh = start({ steps1: 1 });
  const onItsGenerator = createStage2Training(training.model, training.model.config);
  for (const other of [fresh, onItsGenerator]) {
    const { message } = await assertRejects(
      () => collect(runTraining(folder, other, images)),
      Error,
    );
    assertEquals(
      message,
      `${folder} holds a run already: go on with loadTraining("${last}"), ` +
        "name another folder, or set the option overwrite",
    );
  }
  assertEquals(await files(), before);
  assertEquals(await collect(runTraining(folder, training, images)), []);

  await Deno.writeTextFile(last, "damaged");
  await assertRejects(() => collect(runTraining(folder, fresh, images)), Error, "a run already");
  assertEquals((await collect(runTraining(folder, fresh, images, { overwrite: true }))).length, 4);
  const saved = await loadTraining(last);
  assertEquals([saved.step1, saved.step2], [1, 3]);
  assertEquals(await Deno.stat(`${folder}/${runFiles.best}`).catch(() => "none"), "none");
  [training, fresh, onItsGenerator, saved].forEach(disposeTraining);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a new run that was stopped before its first step goes on", async () => {
  await install("cpu");
  const folder = await Deno.makeTempDir(), last = `${folder}/${runFiles.last}`;
  const training = start({ steps1: 1, steps2: 1 });
  await collect(runTraining(folder, training, images, { signal: AbortSignal.abort() }));
  const loaded = await loadTraining(last);
  assertEquals((await collect(runTraining(folder, loaded, images))).length, 2);
  [training, loaded].forEach(disposeTraining);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("on wasm, hundreds of steps leave no tensor and no heap behind", async () => {
  await install("wasm");
  const training = start({ steps1: 400, steps2: 200, logEvery: 100 });
  const settled = { tensors: 0, heap: 0 };
  const heap = () =>
    (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
  for await (const { step } of trainStage1(training, images)) {
    if (step === 100) Object.assign(settled, { tensors: tf.memory().numTensors, heap: heap() });
  }
  for await (const _ of trainStage2(training));
  assertEquals({ tensors: tf.memory().numTensors, heap: heap() }, settled);
  disposeTraining(training);
});
