import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { translationPicture } from "../../lib/evaluation/pictures.ts";
import { evaluationTable } from "../../lib/evaluation/table.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { modelTranslator } from "../../lib/translation/model_translator.ts";
import type { Translator } from "../../lib/translation/translator.ts";
import { brightDark } from "./bright_dark.ts";
import { drawnFaces } from "./drawn/drawn_faces.ts";
import { tinyModel } from "./tiny_model.ts";

await install("wasm");
const options = { seed: 3, count: 6, batch: 4, classifierSteps: 60, probeSteps: 2 };

/** Negatives: of brightDark, image i of one domain is the negative of image i of the other. */
const negative: Translator = {
  domains: ["dark", "bright"],
  size: 32,
  parameters: 5,
  translate: (x) => x.neg(),
  reconstruct: (x) => x.clone(),
};

Deno.test("a method that is right has ideal scores, and those of z are named as not there", async () => {
  const data = brightDark(32, 8), before = tf.memory().numTensors;
  const evaluation = await evaluate(negative, data, options);
  assertEquals(tf.memory().numTensors, before);
  const names = evaluation.directions.map(({ source, target }) => `${source} ${target}`);
  assertEquals(names, ["dark bright", "bright dark"]);
  for (const direction of evaluation.directions) {
    // Bytes run from 0 to 255 and are not symmetric about 0, to half a level.
    assertAlmostEquals(direction.pairedScore!, 1, 0.05);
    assertEquals(direction.targetAccuracy, 1);
    assert(direction.kernelDistance !== null && direction.kernelFloor !== null);
  }
  assertEquals(evaluation.reconstruction.real!.mse, 0);
  assertEquals(evaluation.reconstruction.fake, null);
  assertEquals([evaluation.samples, evaluation.latent], [[], null]);
  assertEquals(evaluation.cost!.parameters, 5);
  const table = evaluationTable(evaluation);
  for (const part of ["not here: samples, latent", "parameters", "reconstruction MSE, reals"]) {
    assertStringIncludes(table, part);
  }
  for (const part of ["z R^2", "G(z, c)", "MS-SSIM", "fakes   "]) {
    assert(!table.includes(part), part);
  }
  assert(table.split("\n").every((line) => line.length <= 100), table);
});

Deno.test("a method of one direction is scored in that alone, and draws that alone", async () => {
  const oneWay: Translator = {
    ...negative,
    directions: [[0, 1]],
    reconstruct: (x, source) => source === 1 ? x.clone() : undefined,
  };
  const data = brightDark(32, 8);
  const { directions, reconstruction } = await evaluate(oneWay, data, options);
  assertEquals(directions.map(({ source }) => source), ["dark"]);
  assertEquals(reconstruction.real!.mse, 0);
  const whole = await translationPicture(negative, data, { count: 2 });
  const half = await translationPicture(oneWay, data, { count: 2 });
  assert(half.height < whole.height / 2, `${half.height} of ${whole.height}`); // no reconstruction
});

Deno.test("the two-step method's translation scores as its model does", async () => {
  const data = await drawnFaces(32, 16, 8), model = tinyModel(["man", "woman"]);
  const few = { ...options, classifierSteps: 2 };
  const ofModel = await evaluate(model, data, few);
  const ofTranslator = await evaluate(modelTranslator(model), data, few);
  assertEquals(ofTranslator.directions, ofModel.directions);
  assertEquals(ofTranslator.reconstruction.real, ofModel.reconstruction.real);
  assertEquals(ofTranslator.cost!.parameters, ofModel.cost!.parameters);
  disposeModel(model);
});
