import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../../lib/data/batches.ts";
import { kernelDistance } from "../../lib/evaluation/kernel_distance.ts";
import { randomFeatures } from "../../lib/evaluation/random_features.ts";
import { install } from "../../lib/kernels/install.ts";
import { Random } from "../../lib/random.ts";
import { drawnFaces } from "./drawn/drawn_faces.ts";

await install("wasm");

Deno.test("random features tell faces from noisy, blurred, few and other ones, untrained", async () => {
  const tensors = tf.memory().numTensors;
  using data = await drawnFaces(32, 64, 64);
  const features = randomFeatures();
  const width = 32 * 32 * 3, random = new Random(2);
  const describe = (images: Float32Array) => features.extract(images, 32);
  const others = readFirstImages(data.train, 0), few = others.slice();
  for (let i = 4 * width; i < few.length; i++) few[i] = few[i - 4 * width];
  const noisy = others.map((v) => v + 0.1 * random.normal());
  const blurred = others.map((v, i) => (v + others[i + 3 < others.length ? i + 3 : i]) / 2);

  const reals = await describe(readFirstImages(data.heldOut, 0));
  const distance = async (images: Float32Array) =>
    kernelDistance(reals, await describe(images), features.width);
  const same = await distance(others);
  assert(Math.abs(same) < 0.02, `other men: ${same}`);
  const women = readFirstImages(data.heldOut, 1);
  for (const [name, images] of Object.entries({ women, few, noisy, blurred })) {
    const apart = await distance(images);
    assert(apart > same + 0.015, `${name}: ${apart}, other men: ${same}`);
  }
  features[Symbol.dispose]();
  assertEquals(tf.memory().numTensors, tensors);
});

Deno.test("random features are the same every time, and of no image there are none", async () => {
  const image = new Random(4).fillUniform(new Float32Array(16 * 16 * 3), -1, 1);
  using a = randomFeatures(), b = randomFeatures();
  const first = await a.extract(image, 16), second = await b.extract(image, 16);
  assertEquals([...first], [...second]);
  assertEquals(first.length, a.width);
  // A flat image has no edges inside: kernels less their means answer at the border alone.
  const flat = await a.extract(new Float32Array(64 * 64 * 3).fill(0), 64);
  assertAlmostEquals(Math.max(...flat), 0, 1e-6);
  assertEquals((await a.extract(new Float32Array(), 32)).length, 0);
});
