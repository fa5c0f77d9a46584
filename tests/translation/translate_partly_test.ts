import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { applyDiscriminator } from "../../lib/networks/discriminator.ts";
import { createModel, disposeModel } from "../../lib/networks/model.ts";
import { oneHot } from "../../lib/training/latent.ts";
import { estimateDomain } from "../../lib/translation/estimate_domain.ts";
import { reconstruct, translate } from "../../lib/translation/translate.ts";
import { translatePartly } from "../../lib/translation/translate_partly.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

async function distance(a: tf.Tensor, b: tf.Tensor): Promise<number> {
  const d = tf.tidy(() => a.sub(b).abs().max());
  const [value] = await d.data();
  tf.dispose([a, b, d]);
  return value;
}

Deno.test("D's class head estimates the domain, of AC-GAN, of ADC-GAN and of a projection", async () => {
  for (
    const [dHead, logits, expected] of [
      ["acgan", [Math.log(3), 0], [0.75, 0.25]],
      ["adcgan", [Math.log(2), Math.log(1), 0, 0], [0.6, 0.4]],
      ["projection", [0, Math.log(4)], [0.2, 0.8]],
    ] as const
  ) {
    const config = createConfig("tiny", { gf: 2, df: 2, ef: 2, z: 4, dHead });
    const model = createModel(config, ["dark", "bright"]);
    // On a black image of zeros every layer is its bias, 0 but for the head's.
    model.discriminator.weights["classes/bias"].assign(tf.tensor1d([...logits]));
    const x = tf.zeros([2, 32, 32, 3]) as tf.Tensor4D;
    const p = estimateDomain(model, x);
    assertEquals(p.shape, [2, 2]);
    const values = await p.data();
    [...expected, ...expected].forEach((v, i) => assertAlmostEquals(values[i], v, 1e-5));
    tf.dispose([x, p]);
    disposeModel(model);
  }
});

Deno.test("where c is part of D's input, the domain is estimated by what D says of each c", async () => {
  const config = createConfig("tiny", { gf: 2, df: 2, ef: 2, z: 4, dHead: "concat" });
  const model = createModel(config, ["dark", "grey", "bright"]);
  const x = tf.randomUniform([2, 32, 32, 3], -1, 1, "float32", 1) as tf.Tensor4D;
  const before = tf.memory().numTensors, p = estimateDomain(model, x);
  assertEquals([p.shape, tf.memory().numTensors], [[2, 3], before + 1]);
  const said = model.domains.map((_, k) =>
    tf.tidy(() =>
      applyDiscriminator(config, model.discriminator, x, {}, oneHot([k, k], 3)).source.dataSync()
    )
  );
  const values = await p.data();
  for (const row of [0, 1]) {
    const exponentials = said.map((logits) => Math.exp(logits[row]));
    const sum = exponentials.reduce((a, b) => a + b);
    exponentials.forEach((v, k) => assertAlmostEquals(values[3 * row + k], v / sum, 1e-5));
  }
  tf.dispose([x, p]);
  disposeModel(model);
});

Deno.test("strength 0 keeps the estimated domain, strength 1 translates", async () => {
  const model = tinyModel(), x = tf.randomUniform([2, 32, 32, 3], -1, 1, "float32", 1);
  const images = x as tf.Tensor4D, c = estimateDomain(model, images);
  const partly = (strength: number) => translatePartly(model, images, "bright", strength);
  assertAlmostEquals(await distance(partly(0), reconstruct(model, images, c)), 0, 1e-5);
  assertAlmostEquals(await distance(partly(1), translate(model, images, "bright")), 0, 1e-5);
  const before = tf.memory().numTensors;
  partly(0.5).dispose();
  assertEquals(tf.memory().numTensors, before);
  assertThrows(() => partly(-0.1), RangeError, "0 to 2");
  assertThrows(() => partly(NaN), RangeError, "got NaN");
  tf.dispose([x, c]);
  disposeModel(model);
});
