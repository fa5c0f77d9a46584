import { assertAlmostEquals, assertEquals } from "@std/assert";
import { distanceToOthers, rowDistance } from "../../lib/evaluation/image_distance.ts";

const rows = new Float32Array([0, 0, 1, 3, 4, 4]); // three rows of two

Deno.test("row distance is the mean absolute difference", () => {
  assertEquals(rowDistance(rows, 0, rows, 1, 2), 2);
  assertEquals(rowDistance(rows, 2, rows, 2, 2), 0);
});

Deno.test("distance to others goes over every other row, or as many as asked", () => {
  const [d01, d12, d20] = [2, 2, 4];
  assertAlmostEquals(distanceToOthers(rows, rows, 2), (d01 + d12 + d20) / 3, 1e-12);
  const far = rows.map((v) => v + 100);
  assertAlmostEquals(distanceToOthers(rows, far, 2, 1), 100 + (2 + 2 - 4) / 3, 1e-4);
});
