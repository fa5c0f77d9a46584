import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { encodedRows } from "../../lib/training/encoded_latents.ts";

await tf.setBackend("cpu");

/** Images of one pixel and three channels, all with the number of their row. */
const numbered = (rows: number) =>
  tf.range(0, rows).reshape<tf.Tensor4D>([rows, 1, 1, 1]).tile<tf.Tensor4D>([1, 1, 1, 3]);
const numbers = (images: tf.Tensor) => [...images.dataSync()].filter((_, i) => i % 3 === 0);

Deno.test("reals that E reads lie in rows of their own domain, as many of each", () => {
  const { count, rows, own } = encodedRows(16, 2, 0.5);
  assertEquals([count, rows], [4, 8]);
  // Rows alternate between the domains 0 and 1: two of domain 0, then two of domain 1.
  assertEquals(numbers(own(numbered(16))), [0, 2, 5, 7]);
});

Deno.test("each z that E reads is drawn in every domain, and the rest stay random", () => {
  const rows = encodedRows(12, 3, 1 / 2); // 4 runs of 3: 2 are asked for, 0 is a multiple of 3
  assertEquals([rows.count, rows.rows], [0, 0]);
  const all = encodedRows(12, 3, 0.75);
  assertEquals([all.count, all.rows], [3, 9]);
  assertEquals(numbers(all.own(numbered(12))), [0, 4, 8]);
  const random = numbered(12).reshape<tf.Tensor2D>([12, 3]);
  const encoded = tf.tensor2d([[50, 50, 50], [51, 51, 51], [52, 52, 52]]);
  const mixed = numbers(all.mix(random, encoded));
  assertEquals(mixed, [50, 50, 50, 51, 51, 51, 52, 52, 52, 9, 10, 11]);
  assertEquals(numbers(all.random(random)), [9, 10, 11]);
  assertEquals(numbers(all.draws(random)), [3, 6, 9]); // one of each of the last three runs
  assertEquals(all.ownLabels().arraySync(), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  assertEquals(encodedRows(16, 2, 0.5).ownLabels().arraySync(), [[1, 0], [1, 0], [0, 1], [0, 1]]);
  assertEquals(numbers(all.everywhere(encoded)), [50, 50, 50, 51, 51, 51, 52, 52, 52]);
});

Deno.test("of a whole batch nothing stays random", () => {
  const rows = encodedRows(8, 2, 1);
  assertEquals([rows.count, rows.rows], [4, 8]);
  const encoded = tf.range(0, 4).expandDims(1).tile<tf.Tensor2D>([1, 3]);
  assertEquals(numbers(rows.mix(tf.zeros([8, 3]), encoded)), [0, 0, 1, 1, 2, 2, 3, 3]);
});
