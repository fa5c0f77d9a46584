import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../../../lib/data/batches.ts";
import {
  disposeAttributeProbe,
  trainAttributeProbe,
} from "../../../lib/evaluation/drawn/attribute_probe.ts";
import { attributeLabels, keptAttributes } from "../../../lib/evaluation/drawn/kept_attributes.ts";
import { preservation } from "../../../lib/evaluation/drawn/preservation.ts";
import { readAttributes } from "../../../lib/evaluation/drawn/read_attributes.ts";
import { install } from "../../../lib/kernels/install.ts";
import { drawnFaces } from "./drawn_faces.ts";

await install("wasm");
const data = await drawnFaces(32, 300, 100);

Deno.test("the labels are the places of the values, each value once", () => {
  const skin = keptAttributes.find(({ name }) => name === "skin")!;
  const glasses = keptAttributes.find(({ name }) => name === "glasses")!;
  assertEquals([skin.values.length, glasses.values.length], [6, 3]);
  const people = data.identities!.heldOut.slice(0, 20);
  const labels = attributeLabels(people, glasses);
  assertEquals(labels.map((label) => glasses.values[label]), people.map((one) => one.glasses));
});

Deno.test("the probe learns what can be seen, the same twice, and leaks no tensor", async () => {
  const before = tf.memory().numTensors, truths = readFirstImages(data.heldOut, 1);
  const labels = keptAttributes.map((one) => attributeLabels(data.identities!.heldOut, one));
  const read = async () => {
    const probe = await trainAttributeProbe(data.train, data.identities!, { seed: 2, steps: 60 });
    assertEquals(tf.memory().numTensors, before + Object.keys(probe.network.weights).length);
    const answers = await readAttributes(probe, truths, 32);
    disposeAttributeProbe(probe);
    return answers;
  };
  const answers = await read();
  assertEquals(await read(), answers);
  assertEquals(tf.memory().numTensors, before);
  const scores = Object.fromEntries(
    preservation(labels, answers, answers).map((score) => [score.attribute, score]),
  );
  for (const name of ["background", "skin"] as const) {
    const { truth, chance, agreement } = scores[name];
    assert(truth > 0.8 && truth <= 1 && chance < 0.4, `${name}: ${truth}, chance ${chance}`);
    assertEquals(agreement, 1);
  }
});
