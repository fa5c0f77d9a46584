import { assertAlmostEquals, assertEquals } from "@std/assert";
import { backgroundError } from "../../../lib/evaluation/drawn/background_error.ts";

/** Images of four grey pixels. */
const image = (...greys: number[]) => Float32Array.from(greys.flatMap((v) => [v, v, v]));
const grey = [0.5, 0.5, 0.5];

Deno.test("only pixels that show the background in source and counterpart count", () => {
  const score = backgroundError(
    image(0.7, 0.3, -1, -1),
    image(0.5, 0.5, 0.5, 0),
    image(0.5, 0.5, 0, 0.5),
    [grey],
    12,
  )!;
  assertAlmostEquals(score.error, 0.2, 1e-6);
  assertAlmostEquals(score.noise, 0.2, 1e-6);
  assertEquals(score.share, 0.5);
});

Deno.test("an even shift is an error and no noise; a perfect background is neither", () => {
  const plain = image(0.5, 0.5, 0.5, 0.5), shifted = image(0.4, 0.4, 0.4, 0.4);
  const score = backgroundError(shifted, plain, plain, [grey], 12)!;
  assertAlmostEquals(score.error, 0.1, 1e-6);
  assertAlmostEquals(score.noise, 0, 1e-3);
  assertEquals(backgroundError(plain, plain, plain, [grey], 12), { error: 0, noise: 0, share: 1 });
});

Deno.test("each image has a background of its own; none at all gives null", () => {
  const two = new Float32Array([...image(0.5, 0, 0, 0), ...image(-0.5, 0, 0, 0)]);
  const score = backgroundError(two, two, two, [grey, [-0.5, -0.5, -0.5]], 12)!;
  assertEquals([score.error, score.share], [0, 0.25]);
  assertEquals(backgroundError(two, two, two, [[1, 1, 1], [1, 1, 1]], 12), null);
});
