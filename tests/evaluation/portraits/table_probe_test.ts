import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../../../lib/data/batches.ts";
import type { PictureFacts } from "../../../lib/data/image_set.ts";
import { keptNames } from "../../../lib/evaluation/portraits/kept_names.ts";
import {
  balancedAccuracy,
  trainTableProbe,
} from "../../../lib/evaluation/portraits/table_probe.ts";
import { install } from "../../../lib/kernels/install.ts";
import { madeSet } from "../../data/made_set.ts";

await install("wasm");

Deno.test("balanced accuracy: a rare value counts as much as a frequent one", () => {
  const truth = [true, false, false, false];
  assertEquals(balancedAccuracy(truth, truth), 1);
  assertEquals(balancedAccuracy([false, false, false, false], truth), 0.5);
  assertEquals(balancedAccuracy([true, true, false, false], truth), (1 + 2 / 3) / 2);
  assertEquals(balancedAccuracy([true], [true]), null);
});

const facts = (...attributes: string[]): PictureFacts => ({
  name: "a.jpg",
  attributes: new Set(attributes),
});

Deno.test("attributes that the table lacks, that hardly vary, or that are the domain are not scored", () => {
  const attributes = ["Smiling", "Bangs", "Eyeglasses", "Male", "Young"];
  const domain = (name: string) =>
    Array.from(
      { length: 30 },
      (_, i) =>
        facts(name, ...i < 12 ? ["Smiling"] : [], ...i < 2 ? ["Bangs"] : [], ...i ? ["Young"] : []),
    );
  const train = [domain("Male"), domain("Eyeglasses")];
  assertEquals(keptNames({ attributes, train, heldOut: [] }), ["Smiling"]);
  assertEquals(keptNames({ attributes: ["Male"], train, heldOut: [] }), []);
});

Deno.test("the probe learns a rare attribute off the training images, and leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  // Every sixth image is dark.
  const set = madeSet(8, [60, 60], (_, i, k) => (i % 6 ? 200 : 40) + (i * 7 + k) % 11);
  const has = (i: number) => i % 6 === 0;
  const table = [0, 1].map(() =>
    Array.from({ length: 60 }, (_, i) => has(i) ? facts("Dark") : facts())
  );
  const steps: number[] = [];
  {
    using probe = await trainTableProbe(set, table, ["Dark"], {
      seed: 1,
      steps: 25,
      onStep: (done) => void steps.push(done),
    });
    const [read] = await probe.read(readFirstImages(set, 1));
    const accuracy = balancedAccuracy(read, read.map((_, i) => has(i)))!;
    assert(accuracy > 0.95, `${accuracy}`);
    assertEquals([probe.steps, steps.length], [25, 25]);
  }
  assertEquals(tf.memory().numTensors, before);
});
