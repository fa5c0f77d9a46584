import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { addUniformNoise, uniformNoise } from "../../../lib/kernels/uniform_noise.ts";
import { webgpuTest } from "./device.ts";

for (const shape of [[2, 5, 7, 3], [3, 4, 4, 8]]) {
  webgpuTest(`noise of [${shape}] is the host's, and its gradient passes through`, async () => {
    const seeds = Float32Array.of(2 ** 24 - 1, 12345, 0.25);
    const x = tf.randomUniform(shape, -1, 1, "float32", 3), noise = tf.tensor1d(seeds);
    const y = addUniformNoise(x, noise);
    const [before, after] = [await x.data(), await y.data()];
    uniformNoise(x.size, seeds).forEach((v, i) =>
      assertAlmostEquals(after[i] - before[i], v, 1e-6)
    );
    const slope = tf.grad((t: tf.Tensor) => addUniformNoise(t, noise).mul(3).sum())(x);
    assertEquals([...new Set(await slope.data())], [3]);
    tf.dispose([x, noise, y, slope]);
  });
}
