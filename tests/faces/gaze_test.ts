import { assertAlmostEquals, assertGreater, assertLess } from "@std/assert";
import { lineOfSight } from "../../lib/faces/gaze.ts";
import { makeFace } from "./made_face.ts";

/** White eyes with black irises, `shift` eye widths to the right of the middle. */
function draw(shift: number, angle: number) {
  const landmarks = makeFace({ eyes: 60, open: 0.2, angle, y: 100 });
  const width = 220, height = 220, rgb = new Uint8Array(width * height * 3).fill(230);
  for (const first of [36, 42]) {
    const [x0, y0] = landmarks.subarray(2 * first), [x1, y1] = landmarks.subarray(2 * first + 6);
    const x = x0 + (0.5 + shift) * (x1 - x0), y = y0 + (0.5 + shift) * (y1 - y0);
    for (let i = 0; i < width * height; i++) {
      const dark = Math.hypot(i % width - x, Math.floor(i / width) - y) < 5;
      if (dark) rgb.fill(20, 3 * i, 3 * i + 3);
    }
  }
  return { image: { width, height, rgb }, landmarks };
}

Deno.test("the line of sight follows the irises, also in a tilted head", () => {
  for (const angle of [0, 0.5]) {
    const sight = [-0.2, 0, 0.2].map((shift) => {
      const { image, landmarks } = draw(shift, angle);
      return lineOfSight(image, landmarks);
    });
    assertAlmostEquals(sight[1], 0, 0.03);
    assertAlmostEquals(sight[0], -0.2, 0.05);
    assertAlmostEquals(sight[2], 0.2, 0.05);
  }
});

Deno.test("an even picture tells nothing: the middle", () => {
  const { image, landmarks } = draw(0, 0);
  image.rgb.fill(100);
  const sight = lineOfSight(image, landmarks);
  assertGreater(sight, -1e-6);
  assertLess(sight, 1e-6);
});
