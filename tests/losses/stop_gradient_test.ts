import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { stopGradient } from "../../lib/losses/stop_gradient.ts";

await tf.setBackend("cpu");

Deno.test("the values are the same, and no gradient flows through them", async () => {
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  assertEquals(await stopGradient(x).array(), [[1, 2], [3, 4]]);
  // d/dx of x * stop(x) is stop(x), where that of x * x is 2 x.
  const gradient = tf.grad((x) => x.mul(stopGradient(x)).sum())(x);
  assertEquals(await gradient.array(), [[1, 2], [3, 4]]);
});
