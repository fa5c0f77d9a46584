import { assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { inBatches } from "../../lib/networks/in_batches.ts";

await install("cpu");

Deno.test("batches of one shape, the last one filled up, all outputs joined in order", async () => {
  const values = Float32Array.from({ length: 10 }, (_, i) => i), shapes: number[][] = [];
  const before = tf.memory().numTensors;
  const [doubled, sums] = await inBatches({ values, shape: [2] }, 3, (x) => {
    shapes.push(x.shape);
    return [x.mul(2), x.sum(1)];
  });
  assertEquals(shapes, [[3, 2], [3, 2]]);
  assertEquals(doubled, values.map((v) => 2 * v));
  assertEquals(sums, new Float32Array([1, 5, 9, 13, 17]));
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("no rows give no outputs, a broken row is refused", async () => {
  const none = { values: new Float32Array(), shape: [2] };
  assertEquals(await inBatches(none, 3, (x) => [x]), []);
  const broken = { values: new Float32Array(3), shape: [2] };
  await assertRejects(() => inBatches(broken, 3, (x) => [x]), TypeError, "rows [2]");
});
