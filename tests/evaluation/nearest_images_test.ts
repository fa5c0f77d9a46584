import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { readImages } from "../../lib/data/batches.ts";
import { nearestImages } from "../../lib/evaluation/nearest_images.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { encodeImages } from "../../lib/translation/translate_images.ts";
import { brightDarkSet } from "./bright_dark.ts";
import { tinyModel } from "./tiny_model.ts";

await install("wasm");

// Image i of `dark` is a grey of byte i, so that neighbours are known. More than one batch of 64.
const train = brightDarkSet(32, 90), width = 32 * 32 * 3;

Deno.test("the nearest in pixels and in z are those of a plain search, over batches", async () => {
  const model = tinyModel(), indices = [70, 3];
  const images = readImages(train, 0, indices).map((v) => v + 0.3 / 127.5);
  const all = readImages(train, 0, [...Array(90).keys()]);
  const latents = (await encodeImages(model, readImages(train, 0, [20, 85]))).map((v) => v + 1e-4);
  const steps: number[] = [], before = tf.memory().numTensors;
  const { byPixels, byLatent } = await nearestImages(model, { images, latents }, train, "dark", {
    count: 3,
    onProgress: (done, total) => void steps.push(done, total),
  });
  assertEquals(tf.memory().numTensors, before);
  assertEquals(steps, [64, 90, 90, 90]);
  assertEquals(byPixels.map((found) => found.map(({ index }) => index)), [[70, 71, 69], [3, 4, 2]]);
  [0.3, 0.7, 1.3].forEach((d, k) => assertAlmostEquals(byPixels[0][k].distance, d / 127.5, 1e-6));
  const z = await encodeImages(model, all);
  for (const [i, found] of byLatent.entries()) {
    const distances = Array.from(
      { length: 90 },
      (_, j) => [0, 1, 2, 3].reduce((s, k) => s + Math.abs(latents[4 * i + k] - z[4 * j + k]), 0),
    );
    const sorted = distances.toSorted((a, b) => a - b).slice(0, 3);
    found.forEach(({ distance }, k) => assertAlmostEquals(4 * distance, sorted[k], 1e-5));
  }
  disposeModel(model);
});

Deno.test("a domain with fewer images gives all of them; wrong queries are refused", async () => {
  const model = tinyModel(), few = brightDarkSet(32, 2);
  const images = readImages(few, 1, [1]), latents = new Float32Array(4);
  const search = (count: number, query = { images, latents }, domain = "bright") =>
    nearestImages(model, query, few, domain, { count });
  const { byPixels } = await search(5);
  assertEquals(byPixels[0].map(({ index }) => index), [1, 0]);
  assert(byPixels[0][0].distance === 0);
  assertEquals(
    await search(2, { images: new Float32Array(), latents: new Float32Array() }),
    { byPixels: [], byLatent: [] },
  );
  await assertRejects(() => search(0), RangeError, "count must be a whole number above 0, got 0");
  await assertRejects(() => search(1, undefined, "dim"), RangeError, 'domain "dim"');
  const two = { images, latents: new Float32Array(8) };
  await assertRejects(() => search(1, two), TypeError, "Got 1 images and 2 latents");
  const broken = { images: images.subarray(1), latents };
  await assertRejects(() => search(1, broken), TypeError, `rows of ${width}`);
  disposeModel(model);
});
