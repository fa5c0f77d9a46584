import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { interpolate, interpolateLatent } from "../../lib/translation/interpolate.ts";
import { translate } from "../../lib/translation/translate.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

Deno.test("between two latents the length is kept", async () => {
  const a = tf.tensor2d([[3, 0], [1, 0]]), b = tf.tensor2d([[0, 3], [0, 3]]);
  const middle = interpolateLatent(a, b, 0.5);
  const expected = [3 / Math.SQRT2, 3 / Math.SQRT2, 2 / Math.sqrt(10), 6 / Math.sqrt(10)];
  (await middle.data()).forEach((v, i) => assertAlmostEquals(v, expected[i], 1e-5));
  const end = interpolateLatent(a, b, 1);
  (await end.data()).forEach((v, i) => assertAlmostEquals(v, [0, 3, 0, 3][i], 1e-5));
  tf.dispose([a, b, middle, end]);
});

Deno.test("opposite latents meet at 0, finite", async () => {
  const a = tf.tensor2d([[1, 1]]), b = a.neg() as tf.Tensor2D, z = interpolateLatent(a, b, 0.5);
  assertEquals((await z.data()).every((v) => Math.abs(v) === 0), true);
  tf.dispose([a, b, z]);
});

Deno.test("the ends of an interpolation are the two translations", async () => {
  const model = tinyModel(), before = tf.memory().numTensors;
  const image = (seed: number) =>
    tf.randomUniform([1, 32, 32, 3], -1, 1, "float32", seed) as tf.Tensor4D;
  const a = image(1), b = image(2);
  for (const [t, end] of [[0, a], [1, b]] as const) {
    const difference = tf.tidy(() =>
      interpolate(model, a, b, t, "dark").sub(translate(model, end, "dark")).abs().max()
    );
    assertAlmostEquals((await difference.data())[0], 0, 1e-5);
    difference.dispose();
  }
  assertThrows(() => interpolate(model, a, b, 1.1, "dark"), RangeError, "0 to 1");
  tf.dispose([a, b]);
  assertEquals(tf.memory().numTensors, before);
  disposeModel(model);
});
