import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  applyClassifier,
  createClassifier,
  disposeClassifier,
  FEATURES,
  trainClassifier,
} from "../../lib/evaluation/classifier.ts";
import { judgeImages } from "../../lib/evaluation/judge_images.ts";
import { targetAccuracy } from "../../lib/evaluation/target_accuracy.ts";
import { readFirstImages } from "../../lib/data/batches.ts";
import { install } from "../../lib/kernels/install.ts";
import { Random } from "../../lib/random.ts";
import { brightDarkSet } from "./bright_dark.ts";

await install("wasm");

Deno.test("the classifier learns to tell bright from dark, and leaks no tensor", async () => {
  const before = tf.memory().numTensors, set = brightDarkSet(8, 50);
  const steps: number[] = [];
  const onStep = (done: number) => void steps.push(done);
  const classifier = await trainClassifier(set, { seed: 1, steps: 12, onStep });
  assertEquals(classifier.steps, 12);
  assertEquals(steps, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  for (const c of [0, 1]) {
    const { logits } = await judgeImages(classifier, readFirstImages(set, c), 16);
    assertEquals(targetAccuracy(logits, 2, c), 1, set.domains[c]);
  }
  assertEquals(tf.memory().numTensors, before + Object.keys(classifier.network.weights).length);
  disposeClassifier(classifier);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("training ends early on data that are easy to tell apart", async () => {
  const classifier = await trainClassifier(brightDarkSet(8, 50), { seed: 1, steps: 150 });
  assertEquals(classifier.steps, 50);
  disposeClassifier(classifier);
});

Deno.test("the same seed gives the same classifier, another seed another", async () => {
  const probe = async (seed: number) => {
    const set = brightDarkSet(8, 10);
    const classifier = await trainClassifier(set, { seed, steps: 2 });
    const { logits } = await judgeImages(classifier, readFirstImages(set, 0, 3), 4);
    disposeClassifier(classifier);
    return [...logits];
  };
  const first = await probe(5);
  assertEquals(await probe(5), first);
  assertEquals((await probe(6)).some((v, i) => v !== first[i]), true);
});

Deno.test("logits are the linear layer on the features", async () => {
  const classifier = createClassifier(16, ["a", "b", "c"], new Random(1));
  const x = tf.fill([2, 16, 16, 3], 0.5) as tf.Tensor4D;
  const { features, logits } = applyClassifier(classifier, x);
  assertEquals([features.shape, logits.shape], [[2, FEATURES], [2, 3]]);
  const kernel = await classifier.network.weights["classes/kernel"].data();
  const [f, l] = [await features.data(), await logits.data()];
  const expected = Array.from(f.subarray(0, FEATURES))
    .reduce((sum, v, i) => sum + v * kernel[i * 3 + 2], 0);
  assertAlmostEquals(l[2], expected, 1e-5);
  tf.dispose([x, features, logits]);
  disposeClassifier(classifier);
});

Deno.test("the classifier refuses odd sizes and empty domains", async () => {
  assertThrows(() => createClassifier(24, ["a", "b"], new Random(1)), RangeError, "power of 2");
  await assertRejects(
    () => trainClassifier(brightDarkSet(8, 0), { seed: 1, steps: 1 }),
    RangeError,
    "Domain dark",
  );
});
