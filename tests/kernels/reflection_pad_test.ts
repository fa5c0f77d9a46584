import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertThrows } from "@std/assert";
import { reflectionPad } from "../../lib/kernels/reflection_pad.ts";
import { install } from "../../lib/kernels/install.ts";

tf.enableProdMode();

for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`on ${backend} a border mirrors the image, and its gradient goes to what it mirrors`, async () => {
    await install(backend);
    const x = tf.range(0, 36).reshape<tf.Tensor4D>([1, 6, 6, 1]);
    // Row by row as PyTorch's ReflectionPad2d(2) has it: 2 1 0 1 2 3 4 5 4 3.
    const rows = [2, 1, 0, 1, 2, 3, 4, 5, 4, 3];
    const wanted = rows.flatMap((row) => rows.map((column) => 6 * row + column));
    assertEquals([...await reflectionPad(x, 2).data()], wanted);
    // Each pixel of the border counts for the pixel it shows.
    const weights = tf.range(1, 101).reshape<tf.Tensor4D>([1, 10, 10, 1]);
    const gradient = tf.grad((x) => reflectionPad(x as tf.Tensor4D, 2).mul(weights).sum())(x);
    const sums = new Float32Array(36);
    wanted.forEach((pixel, i) => sums[pixel] += i + 1);
    assertEquals([...await gradient.data()], [...sums]);
  });
}

Deno.test("a border as wide as half the image cannot be trained, and says so", async () => {
  await install("cpu");
  const x = tf.zeros<tf.Rank.R4>([1, 4, 4, 1]);
  assertEquals(reflectionPad(x, 1).shape, [1, 6, 6, 1]);
  const gradient = tf.grad((x) => reflectionPad(x as tf.Tensor4D, 2).sum());
  assertThrows(() => gradient(x), RangeError, "A side of 4 is too short for a border of 2");
});
