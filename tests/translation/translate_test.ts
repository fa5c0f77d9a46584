import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { applyEncoder } from "../../lib/networks/encoder.ts";
import { applyGenerator } from "../../lib/networks/generator.ts";
import { oneHot } from "../../lib/training/latent.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { encode, generate, reconstruct, translate } from "../../lib/translation/translate.ts";
import { translateImages } from "../../lib/translation/translate_images.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

const width = 32 * 32 * 3;
const bytes = Uint8Array.from({ length: 3 * width }, (_, i) => i * 7 % 256);
const images = Float32Array.from(bytes, (byte) => byte / 127.5 - 1);

Deno.test("translation is the averaged G after E, with the target's label", async () => {
  const model = tinyModel();
  await tf.tidy(() => {
    const x = tf.tensor4d(images, [3, 32, 32, 3]);
    const z = applyEncoder(model.config, model.encoder, x);
    const c = oneHot([1, 1, 1], 2);
    return applyGenerator(model.config, model.average, z, c).sub(translate(model, x, "bright"))
      .abs().max();
  }).data().then(([difference]) => assertEquals(difference, 0));
  disposeModel(model);
});

Deno.test("the average is used, not the generator that training moves", async () => {
  const model = tinyModel(), x = tf.tensor4d(images, [3, 32, 32, 3]);
  const mean = async () => {
    const y = translate(model, x, "bright");
    const values = await y.data<"float32">();
    y.dispose();
    return values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;
  };
  const before = await mean();
  const bias = Object.keys(model.generator.weights).filter((name) => name.endsWith("/bias")).at(
    -1,
  )!;
  model.generator.weights[bias].assign(tf.fill([3], 2));
  assertEquals(await mean(), before);
  model.average.weights[bias].assign(tf.fill([3], 2));
  assertAlmostEquals(await mean(), Math.tanh(2), 0.05);
  x.dispose();
  disposeModel(model);
});

Deno.test("translate, encode and reconstruct leave only their result", () => {
  const model = tinyModel(), x = tf.tensor4d(images, [3, 32, 32, 3]);
  const before = tf.memory().numTensors;
  const results = [encode(model, x), translate(model, x, "dark"), reconstruct(model, x, "dark")];
  assertEquals(results.map(({ shape }) => shape), [[3, 4], [3, 32, 32, 3], [3, 32, 32, 3]]);
  assertEquals(tf.memory().numTensors, before + 3);
  tf.dispose([...results, x]);
  disposeModel(model);
});

Deno.test("unknown domains and wrong latents are refused", () => {
  const model = tinyModel(), z = tf.zeros([2, 5]) as tf.Tensor2D;
  assertThrows(() => generate(model, z, "dim"), RangeError, "dark, bright");
  assertThrows(() => generate(model, z, "dark"), TypeError, "[B, 4]");
  z.dispose();
  disposeModel(model);
});

Deno.test("images outside tensors: bytes or floats, any number, any batch", async () => {
  const model = tinyModel(), x = tf.tensor4d(images, [3, 32, 32, 3]);
  const y = translate(model, x, "bright"), expected = await y.data();
  for (const [input, batch] of [[images, 64], [images, 2], [bytes, 2]] as const) {
    const translated = await translateImages(model, input, "bright", batch);
    assertEquals(translated.length, expected.length);
    const worst = translated.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0);
    assert(worst < 1e-5, `batch ${batch}: ${worst}`);
  }
  assertEquals((await translateImages(model, new Uint8Array(), "dark")).length, 0);
  tf.dispose([x, y]);
  disposeModel(model);
});
