import { assertAlmostEquals, assertEquals } from "@std/assert";
import { alignFace, portraitTemplate } from "../../lib/faces/align_face.ts";
import { fromSquare, meanPoint, toSquare } from "../../lib/faces/face_square.ts";
import { makeFace } from "./made_face.ts";

/** Landmarks of which the template's points are exactly where it wants them, in a square of side 1. */
function exact(): Float32Array {
  const landmarks = makeFace({ x: 0.5, y: 0.4, eyes: 0.25 });
  for (const { landmarks: of, x, y } of portraitTemplate) {
    const [mx, my] = meanPoint(landmarks, of);
    for (const point of of) {
      landmarks[2 * point] += x - mx;
      landmarks[2 * point + 1] += y - my;
    }
  }
  return landmarks;
}

Deno.test("a face that fits is found wherever it is, however large and turned", () => {
  for (const angle of [0, 0.4, -1.2, 1.6, 3]) {
    const square = { x: 700, y: 300, side: 320, angle };
    const found = alignFace(fromSquare(square, exact()))!;
    assertAlmostEquals(found.x, 700, 0.01);
    assertAlmostEquals(found.y, 300, 0.01);
    assertAlmostEquals(found.side, 320, 0.01);
    assertAlmostEquals(found.angle, angle, 1e-4);
  }
});

Deno.test("another face comes as near as can be: no shift, turn or scale brings it nearer", () => {
  const landmarks = makeFace({ x: 400, y: 300, eyes: 90, angle: 0.3, nose: 0.15 });
  const square = alignFace(landmarks)!;
  // The error in the template's own unit, over all squares.
  const error = (of: typeof square) => {
    const points = toSquare(of, landmarks);
    return portraitTemplate.reduce((sum, { landmarks: some, x, y, weight }) => {
      const [px, py] = meanPoint(points, some);
      return sum + weight * ((px - x) ** 2 + (py - y) ** 2);
    }, 0);
  };
  const best = error(square);
  for (const step of [-1, 1]) {
    for (
      const moved of [
        { ...square, x: square.x + step },
        { ...square, y: square.y + step },
        { ...square, angle: square.angle + step / 100 },
        { ...square, side: square.side * (1 + step / 100) },
      ]
    ) assertEquals(error(moved) > best, true, JSON.stringify(moved));
  }
});

Deno.test("the template is what the usual crop of CelebA gives", () => {
  // In its pictures of 178x218 the eyes are at 69, 111 and 107, 111, as the dataset's own table of
  // landmarks has them; the crop is the square from 14, 40 to 164, 190.
  const [left, right] = portraitTemplate.map(({ x, y }) => [14 + 150 * x, 40 + 150 * y]);
  assertAlmostEquals(left[0], 69, 1);
  assertAlmostEquals(right[0], 107, 1);
  assertAlmostEquals(left[1], 111, 1);
  assertAlmostEquals(right[1], 111, 1);
});

Deno.test("points that are no face have no square", () => {
  const mirrored = makeFace().map((value, i) => i & 1 ? value : 200 - value);
  assertEquals(alignFace(mirrored), undefined);
  assertEquals(alignFace(makeFace().map((_, i) => i & 1 ? 10 : 10 + i)), undefined);
  assertEquals(alignFace(new Float32Array(136).fill(40)), undefined);
  assertEquals(alignFace(makeFace({ eyes: 1 })), undefined);
});
