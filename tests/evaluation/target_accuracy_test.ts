import { assertEquals, assertThrows } from "@std/assert";
import { targetAccuracy } from "../../lib/evaluation/target_accuracy.ts";

Deno.test("target accuracy counts the rows whose largest logit is c's", () => {
  const logits = new Float32Array([2, 1, -1, 0, 3, 2.9, 0, 5]); // argmax 0, 1, 0, 1
  assertEquals(targetAccuracy(logits, 2, 0), 0.5);
  assertEquals(targetAccuracy(logits.subarray(0, 6), 2, 1), 1 / 3);
  assertEquals(targetAccuracy(new Float32Array([0, 1, 5]), 3, 2), 1);
});

Deno.test("a classifier that cannot tell gets nothing from ties", () => {
  assertEquals(targetAccuracy(new Float32Array(8), 2, 0), 0);
});

Deno.test("target accuracy refuses incomplete and empty rows", () => {
  assertThrows(() => targetAccuracy(new Float32Array(3), 2, 0), TypeError, "3 logits");
  assertThrows(() => targetAccuracy(new Float32Array(0), 2, 0), TypeError, "0 logits");
});
