import { assertAlmostEquals, assertEquals } from "@std/assert";
import { edgeEnergy, edgeRatio } from "../../lib/evaluation/edge_energy.ts";

/** A grey image from its values. */
const image = (values: number[]) => Float32Array.from(values.flatMap((v) => [v, v, v]));
const corner = image([0, 0.3, 0, 0.4, 0, 0, 0, 0, 0]); // 3 x 3

Deno.test("edge energy: by hand", () => {
  // Four pixels have both neighbours: (0.3, 0.4), (-0.3, -0.3), (-0.4, -0.4), (0, 0).
  const expected = (0.5 + 0.7 * Math.SQRT2) / 4;
  assertAlmostEquals(edgeEnergy(corner, 3), expected, 1e-6);
  assertAlmostEquals(edgeEnergy(new Float32Array([...corner, ...corner]), 3), expected, 1e-6);
});

Deno.test("half the contrast has half the energy; flat reals give no ratio", () => {
  assertAlmostEquals(edgeRatio(corner.map((v) => v / 2), corner, 3)!, 0.5, 1e-6);
  assertEquals(edgeRatio(corner, image(Array(9).fill(0.2)), 3), null);
});
