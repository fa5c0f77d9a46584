import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { Identity } from "../../../lib/data/drawn/face_identity.ts";
import { attributePaths, renamedAgreement } from "../../../lib/evaluation/drawn/attribute_path.ts";
import {
  createAttributeProbe,
  disposeAttributeProbe,
} from "../../../lib/evaluation/drawn/attribute_probe.ts";
import { keptAttributes } from "../../../lib/evaluation/drawn/kept_attributes.ts";
import { pathTable } from "../../../lib/evaluation/drawn/kept_table.ts";
import { readAttributes } from "../../../lib/evaluation/drawn/read_attributes.ts";
import { install } from "../../../lib/kernels/install.ts";
import { Random } from "../../../lib/random.ts";
import { disposeModel } from "../../../lib/networks/model.ts";
import { generateEach } from "../../../lib/translation/translate_images.ts";
import { tinyModel } from "../tiny_model.ts";

await install("wasm", { threads: 1 });

const COUNT = 12, SIZE = 32;

/** A model whose latents matter, a probe, and what the probe reads off its fakes of each domain. */
async function setUp() {
  const model = tinyModel(["man", "woman"]), random = new Random(2);
  for (const variable of Object.values(model.average.weights)) {
    if (variable.rank > 1) variable.assign(tf.tidy(() => variable.mul(8)));
  }
  const probe = createAttributeProbe(SIZE, random.fork("probe"));
  const latents = new Float32Array(COUNT * 4);
  random.fillNormal(latents);
  const fakes = await generateEach(model, latents, COUNT), people: Identity[][] = [];
  for (const images of fakes) {
    const labels = await readAttributes(probe, images, COUNT);
    people.push(Array.from({ length: COUNT }, (_, k) =>
      Object.fromEntries(
        keptAttributes.map(({ name, values }, i) => [name, values[labels[i][k]]]),
      ) as unknown as Identity));
  }
  return { model, probe, latents, fakes, people };
}

Deno.test("a perfect path is 1 throughout; what E or the change of domain breaks shows where it is", async () => {
  const { model, probe, latents, fakes, people } = await setUp();
  const before = tf.memory().numTensors;
  const poor = await generateEach(model, new Float32Array(latents.length), COUNT);
  const path = (change: Partial<{ fakesAgain: Float32Array; translations: Float32Array[] }> = {}) =>
    attributePaths(
      probe,
      fakes.map((images) => ({ fakes, fakesAgain: images, translations: fakes, ...change })),
      people[0],
      4,
    );
  const mean = (rows: Awaited<ReturnType<typeof path>>, key: "alike" | "fakes" | "reals") =>
    rows.reduce((sum, row) => sum + row[key], 0) / rows.length;

  const whole = await path();
  assertEquals(whole.map(({ attribute }) => attribute), keptAttributes.map(({ name }) => name));
  assertEquals(mean(whole, "fakes"), 1);
  assert(mean(whole, "alike") < 1, "an untrained G should not draw both domains alike");
  // Domain 0's people: their own values off G of domain 0, off domain 1 only what is alike.
  for (const { alike, reals, translations } of whole) {
    assertEquals([reals, translations], [(1 + alike) / 2, (1 + alike) / 2]);
  }
  const poorOnFakes = await path({ fakesAgain: poor[0] });
  assert(mean(poorOnFakes, "fakes") < 0.9);
  assertEquals(mean(poorOnFakes, "reals"), mean(whole, "reals"));
  const poorOnReals = await path({ translations: poor });
  assertEquals(mean(poorOnReals, "fakes"), 1);
  assert(mean(poorOnReals, "reals") < mean(whole, "reals"));

  assertEquals(tf.memory().numTensors, before);
  const lines = pathTable(whole);
  assertEquals(lines.length, 13);
  assert(/^where it is lost +G alike +E, fakes +E, reals/.test(lines[0]));
  assertEquals(pathTable(null), []);
  disposeAttributeProbe(probe);
  disposeModel(model);
});

Deno.test("agreement under the best renaming", () => {
  assertEquals(renamedAgreement([0, 0, 1, 1, 2, 2], [1, 1, 2, 2, 0, 0], 3), 1);
  assertEquals(renamedAgreement([0, 0, 1, 1], [0, 1, 0, 1], 2), 0.5);
  assertEquals(renamedAgreement([0, 1, 2], [0, 0, 0], 3), 1 / 3); // one name for two is no renaming
  // By hand: 0 -> 1 (2 of 3), 1 -> 0 (2 of 2), 2 -> 2 (1 of 1).
  assertEquals(renamedAgreement([0, 0, 0, 1, 1, 2], [1, 1, 0, 0, 0, 2], 3), 5 / 6);
  assertEquals(renamedAgreement([0, 0, 0, 1], [0, 0, 1, 1], 2), 0.75);
});
