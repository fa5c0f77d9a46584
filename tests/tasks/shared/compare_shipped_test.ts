import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { openData } from "../../../lib/data/open_data.ts";
import type { Evaluation } from "../../../lib/evaluation/evaluation.ts";
import { decodeImage } from "../../../lib/images/decode_image.ts";
import { install } from "../../../lib/kernels/install.ts";
import { saveModel } from "../../../lib/training/checkpoint.ts";
import { disposeModel } from "../../../lib/networks/model.ts";
import { compareShipped, PRETRAINED_PICTURE } from "../../../tasks/shared/compare_shipped.ts";
import { fromHere } from "../../../tasks/shared/places.ts";
import { shippedWeights } from "../../../tasks/shared/shipped_weights.ts";
import { tinyModel } from "../../evaluation/tiny_model.ts";

await install("wasm");

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const path = `${folder}/tiny.safetensors`, packDir = `${folder}/packs`;
const scores = { pairedScore: 0.25, meanFaceScore: 0.333, neighbourScore: 0.5 };
const direction = { count: 5, ...scores };
// Only what is read of an evaluation.
const evaluation = {
  directions: [
    { source: "man", target: "woman", ...direction },
    { source: "woman", target: "man", ...direction },
  ],
} as unknown as Evaluation;

const faces = { train: 2, heldOut: 5 }, config = { seed: 3 };
const data = await openData("faces", { size: 64, heldOut: 0, ...config }, { packDir, faces });
const run = { folder, config, data, evaluation, packDir };
const picture = `${folder}/${PRETRAINED_PICTURE}`;

Deno.test("without the weights the sentence says so, and nothing is written", async () => {
  const said = await compareShipped(run, { ...shippedWeights, path });
  assertEquals(said, `Not compared with the shipped weights: ${fromHere(path)} is missing`);
  await Deno.writeTextFile(path, "not a checkpoint");
  assertStringIncludes(await compareShipped(run, { ...shippedWeights, path }), "Not a readable");
  assertEquals(await Deno.stat(picture).catch(() => null), null);
});

Deno.test("the same people at the weights' size: scores and a picture, nothing leaks", async () => {
  const model = tinyModel(["man", "woman"]);
  await saveModel(path, { model, step1: 9, step2: 9 }, "F16");
  disposeModel(model);
  const before = tf.memory().numTensors;
  const said = await compareShipped(run, { ...shippedWeights, path });
  const score = String.raw`-?\d\.\d\d \(this run 0\.25, mean face 0\.33, neighbour 0\.50\)`;
  assertMatch(
    said,
    new RegExp(
      `^The shipped weights on the same people at 32x32, paired score: man -> woman ${score}, ` +
        `woman -> man ${score}; picture in .+/pretrained\\.png$`,
    ),
  );
  assertEquals(tf.memory().numTensors, before);
  const { width, height, rgb } = await decodeImage(await Deno.readFile(picture));
  assertEquals(width, 2 + 5 * (2 * 32 + 2));
  assertGreater(height, 8 * 2 * 32);
  assert(new Set(rgb).size > 20, "the picture is blank");
});
