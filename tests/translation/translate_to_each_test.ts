import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { translate } from "../../lib/translation/translate.ts";
import { translateToEach } from "../../lib/translation/translate_to_each.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

Deno.test("every domain at once is each translation on its own, and nothing leaks", async () => {
  const model = tinyModel(["a", "b", "c"]);
  const x = tf.randomUniform([2, 32, 32, 3], -1, 1, "float32", 1) as tf.Tensor4D;
  const before = tf.memory().numTensors;
  const each = translateToEach(model, x);
  assertEquals(tf.memory().numTensors, before + 3);
  for (const [i, domain] of model.domains.entries()) {
    const error = tf.tidy(() => translate(model, x, domain).sub(each[i]).abs().max());
    assertAlmostEquals((await error.data())[0], 0, 1e-6);
    error.dispose();
  }
  const [one] = translateToEach(model, x, ["b"]);
  const [same, other] = tf.tidy(() => [each[1], each[0]].map((y) => one.sub(y).abs().max()));
  assertEquals((await same.data())[0], 0);
  assertEquals((await other.data())[0] > 0, true);
  assertThrows(() => translateToEach(model, x, ["a", "d"]), RangeError, 'domain "d"');
  tf.dispose([...each, one, same, other, x]);
  disposeModel(model);
});
