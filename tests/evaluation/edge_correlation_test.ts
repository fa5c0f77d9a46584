import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { edgeCorrelation } from "../../lib/evaluation/edge_correlation.ts";

const SIZE = 8;
/** A grey picture, one number a pixel. */
const grey = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % SIZE, Math.floor(pixel / SIZE));
  });
const step = (at: number) => grey((x) => x < at ? -0.5 : 0.5);

Deno.test("structure is 1 for the same edges whatever their contrast, and 0 for flat pictures' lack of any", () => {
  const weaker = step(4).map((v) => 0.2 - 0.3 * v);
  assertAlmostEquals(edgeCorrelation(step(4), weaker, SIZE)!, 1, 1e-6);
  assertEquals(edgeCorrelation(grey(() => 0), step(4), SIZE), null);
});

Deno.test("edges in other places: by hand, and as the mean over pairs", () => {
  // Maps of 7 x 7 with one column of 1: r = (0 - 1/49) / (6/49) with means of 1/7.
  const apart = edgeCorrelation(step(2), step(5), SIZE)!;
  assertAlmostEquals(apart, -1 / 6, 1e-6);
  const both = (a: Float32Array, b: Float32Array) => Float32Array.from([...a, ...b]);
  const mean = edgeCorrelation(both(step(2), step(4)), both(step(5), step(4)), SIZE)!;
  assertAlmostEquals(mean, (1 - 1 / 6) / 2, 1e-6);
  assert(edgeCorrelation(step(3), grey((_, y) => y < 3 ? 0 : 1), SIZE)! < 0.1);
});

Deno.test("sets that do not fit are refused", () => {
  assertThrows(() => edgeCorrelation(step(1), both(), SIZE), TypeError, "8x8 images");
  assertThrows(() => edgeCorrelation(new Float32Array(5), new Float32Array(5), SIZE), TypeError);
});

const both = () => Float32Array.from([...step(1), ...step(2)]);
