import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { instanceNorm } from "../../lib/baselines/instance_norm.ts";
import { install } from "../../lib/kernels/install.ts";

tf.enableProdMode();

for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`on ${backend} each channel of each image is normalised alone`, async () => {
    await install(backend);
    // Two images of 1x2 pixels and two channels.
    const x = tf.tensor4d([1, 10, 3, 10, -5, 0, 5, 8], [2, 1, 2, 2]);
    const y = await instanceNorm(x, "linear").data();
    const edge = (half: number) => half / Math.sqrt(half * half + 1e-5);
    [-edge(1), 0, edge(1), 0, -edge(5), -edge(4), edge(5), edge(4)].forEach((wanted, i) =>
      assertAlmostEquals(y[i], wanted, 1e-6)
    );
  });

  Deno.test(`on ${backend} a batch is normalised, and its gradient is, as its images alone`, async () => {
    await install(backend);
    const x = tf.randomNormal<tf.Rank.R4>([3, 4, 4, 5], 1, 2, "float32", 3);
    const dy = tf.randomNormal([3, 4, 4, 5], 0, 1, "float32", 4);
    const gradient = (x: tf.Tensor4D, dy: tf.Tensor) =>
      tf.grad((x) => instanceNorm(x as tf.Tensor4D, "leakyRelu").mul(dy).sum())(x);
    const whole = await gradient(x, dy).data();
    const parts = (tf.split(x, 3) as tf.Tensor4D[]).map((image, i) =>
      gradient(image, tf.split(dy, 3)[i])
    );
    assertEquals([...whole], [...await tf.concat(parts).data()]);
  });
}
