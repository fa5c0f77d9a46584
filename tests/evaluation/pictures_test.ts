import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { samplePicture, translationPicture } from "../../lib/evaluation/pictures.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { brightDark, levelOf } from "./bright_dark.ts";
import { tinyModel } from "./tiny_model.ts";

await install("wasm");

Deno.test("the translation picture has four rows a direction, three without pairs", async () => {
  const model = tinyModel(), before = tf.memory().numTensors;
  const options = { count: 3, seed: 1, scale: 1 };
  const paired = await translationPicture(model, brightDark(32, 8), options);
  const unpaired = await translationPicture(model, brightDark(32, 8, false), options);
  assertEquals(tf.memory().numTensors, before);
  assertEquals([paired.width, unpaired.width], [3 * 34 + 2, 3 * 34 + 2]);
  assertEquals((paired.height - 2) / 8, (unpaired.height - 2) / 6); // rows of one height

  // A pixel of the first image in the first and in the last row of the upper half.
  const row = (paired.height - 2) / 8;
  const pixel = (r: number) => paired.rgb[((row * (r + 1) - 5) * paired.width + 10) * 3];
  const levels = [...Array(8).keys()].map((index) => levelOf(0, index));
  assertEquals(levels.includes(pixel(0)), true);
  assertEquals(pixel(3), 255 - pixel(0), "the counterpart is the negative");
  assertEquals(pixel(4), pixel(3), "both directions show the same identities");
  disposeModel(model);
});

Deno.test("no image is shown twice where there are few", async () => {
  const model = tinyModel();
  const { width } = await translationPicture(model, brightDark(32, 2), { count: 8, scale: 1 });
  assertEquals(width, 2 * 34 + 2);
  disposeModel(model);
});

Deno.test("the sample picture has a row for each z and a column for each domain", async () => {
  const model = tinyModel(["a", "b", "c"]), before = tf.memory().numTensors;
  const z = tf.zeros([2, 4]) as tf.Tensor2D;
  const { width, height } = await samplePicture(model, z, 1);
  assertEquals([width, height], [3 * 34 + 2, 2 * 34 + 2]);
  z.dispose();
  assertEquals(tf.memory().numTensors, before);
  disposeModel(model);
});
