import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import { disposeModel, type Model } from "../../lib/networks/model.ts";
import { refineImages, refineLatent } from "../../lib/translation/refine_latent.ts";
import { estimateDomain } from "../../lib/translation/estimate_domain.ts";
import { encode, generate } from "../../lib/translation/translate.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

/** Weights of G large enough that z shows in its images. */
function lively(model: Model): Model {
  for (const [name, w] of Object.entries(model.average.weights)) {
    if (name.endsWith("/kernel")) tf.tidy(() => w.assign(w.mul(name === "dense/kernel" ? 5 : 20)));
  }
  return model;
}

const pixelError = async (model: Model, x: tf.Tensor4D, z: tf.Tensor2D) => {
  const error = tf.tidy(() => generate(model, z, "dark").sub(x).square().mean());
  const [value] = await error.data();
  error.dispose();
  return value;
};

Deno.test("refinement lowers the pixel error, moves no network and leaks nothing", async () => {
  const model = lively(tinyModel()),
    x = tf.tidy(() => {
      const z = tf.tensor2d([[1, -1, 0.5, 0.2], [-1, 0.3, 0.8, -0.6]]);
      return generate(model, z, "dark");
    });
  const variables = { ...networkVariables(model.average), ...networkVariables(model.encoder) };
  const state = () => Promise.all(Object.values(variables).map((v) => v.data()));
  const before = await state(), tensors = tf.memory().numTensors;
  const start = encode(model, x), from = await pixelError(model, x, start);
  const z = refineLatent(model, x, "dark", { steps: 60, learningRate: 0.05, weight: 0 });
  const to = await pixelError(model, x, z);
  assertEquals(z.shape, [2, 4]);
  assert(to > 0 && to < 0.7 * from, `${from} -> ${to}`);
  assertEquals(tf.memory().numTensors, tensors + 2);
  assertEquals(await state(), before);
  tf.dispose([x, start, z]);
  disposeModel(model);
});

Deno.test("an image's refinement does not depend on those beside it", async () => {
  const model = lively(tinyModel());
  const x = tf.randomUniform([2, 32, 32, 3], -1, 1, "float32", 1) as tf.Tensor4D;
  const first = x.slice([0, 0, 0, 0], [1, 32, 32, 3]) as tf.Tensor4D;
  const both = refineLatent(model, x, "dark", { steps: 5 });
  const alone = refineLatent(model, first, "dark", { steps: 5 });
  const [a, b] = [await both.data(), await alone.data()];
  b.forEach((v, i) => assert(Math.abs(v - a[i]) < 1e-3, `${v} beside ${a[i]}`));
  tf.dispose([x, first, both, alone]);
  disposeModel(model);
});

Deno.test("refinement needs one step and a weight that does not push z away", () => {
  const model = tinyModel(), x = tf.zeros([1, 32, 32, 3]) as tf.Tensor4D;
  assertThrows(() => refineLatent(model, x, "dark", { steps: 0 }), RangeError, "got 0");
  assertThrows(() => refineLatent(model, x, "dark", { weight: -1 }), RangeError, "got -1");
  assertThrows(() => refineLatent(model, x, "dark", { weight: NaN }), RangeError, "got NaN");
  x.dispose();
  disposeModel(model);
});

Deno.test("any number of images is refined as one batch is, their domain given or taken from D", async () => {
  const model = lively(tinyModel()), options = { steps: 3 };
  const x = tf.randomUniform([3, 32, 32, 3], -1, 1, "float32", 1) as tf.Tensor4D;
  const images = await x.data<"float32">();
  for (const source of ["dark", undefined]) {
    const z = tf.tidy(() => refineLatent(model, x, source ?? estimateDomain(model, x), options));
    const one = await z.data(), before = tf.memory().numTensors;
    const many = await refineImages(model, images, source, options, 2);
    assertEquals(many.length, 12);
    many.forEach((v, i) => assert(Math.abs(v - one[i]) < 1e-3, `${v}, ${one[i]} in one batch`));
    assertEquals(tf.memory().numTensors, before);
    z.dispose();
  }
  await assertRejects(() => refineImages(model, images, "grey", options), RangeError, "grey");
  await assertRejects(() => refineImages(model, images.subarray(1)), TypeError, "whole number");
  x.dispose();
  disposeModel(model);
});
