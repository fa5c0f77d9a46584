import { assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
// A literal, unlike the library's own: the package is there before tests that may have no network.
import { MobileNetV2MidModel } from "npm:nsfwjs@4.3.0/models/mobilenet_v2_mid";
import { packagedFeatures } from "../../lib/evaluation/packaged_features.ts";
import { networkArtifacts } from "../../lib/evaluation/packed_network.ts";
import { install } from "../../lib/kernels/install.ts";

const SIZE = 32;

/** Two kinds of stripes in turn. */
function stripes(count: number): Float32Array {
  const width = SIZE * SIZE * 3;
  return Float32Array.from({ length: count * width }, (_, i) => {
    const image = Math.floor(i / width), x = Math.floor(i / 3) % SIZE;
    return Math.sin((image % 2 + 1) * x / 2 + i % 3);
  });
}

Deno.test("the packaged network gives the same features on our kernels as on the cpu backend", async () => {
  await tf.setBackend("cpu");
  const reference = await packagedFeatures();
  const expected = await reference.extract(stripes(1), SIZE);
  reference[Symbol.dispose]();

  await install("wasm");
  const before = tf.memory().numTensors;
  const extractor = await packagedFeatures(), { name, width } = extractor;
  assertEquals([name, width], ["mobilenet_v2_mid of nsfwjs 4.3.0", 1792]);
  const loaded = tf.memory().numTensors;
  const features = await extractor.extract(stripes(11), SIZE); // more than a batch
  assertEquals(tf.memory().numTensors, loaded);
  assertEquals(features.length, 11 * width);
  const row = (i: number) => features.subarray(i * width, (i + 1) * width);
  expected.forEach((value, i) => assertAlmostEquals(row(0)[i], value, 1e-3));
  row(0).forEach((value, i) => assertAlmostEquals(row(10)[i], value, 1e-5));
  const apart = row(0).reduce((sum, value, i) => sum + Math.abs(value - row(1)[i]), 0) / width;
  assertNotEquals(Math.round(apart * 10), 0, "different images have different features");

  assertEquals(await extractor.extract(new Float32Array(), SIZE), new Float32Array());
  await assertRejects(() => extractor.extract(new Float32Array(7), SIZE), TypeError, "7 values");
  extractor[Symbol.dispose]();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a network of which one character was changed on the way is not used", async () => {
  const { modelJson, weightBundles } = MobileNetV2MidModel;
  const json = (await modelJson()).default as tf.io.ModelJSON;
  const bundles = await Promise.all(weightBundles.map(async (load) => (await load()).default));
  const { weightData } = await networkArtifacts({ json, bundles });
  assertEquals((weightData as ArrayBuffer).byteLength, 4_300_775);
  const changed = bundles.with(0, `${bundles[0][0] === "A" ? "B" : "A"}${bundles[0].slice(1)}`);
  await assertRejects(() => networkArtifacts({ json, bundles: changed }), Error, "SHA-256");
  await assertRejects(
    () => networkArtifacts({ json: { ...json, format: "another" }, bundles }),
    Error,
    "is not used",
  );
});
