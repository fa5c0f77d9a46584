import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fromSquare, type Landmarks, squareOfFace, toSquare } from "../../lib/faces/face_square.ts";
import { makeFace } from "./made_face.ts";

function assertClose(a: Landmarks, b: Landmarks, tolerance: number): void {
  assertEquals(a.length, b.length);
  a.forEach((value, i) => assertAlmostEquals(value, b[i], tolerance));
}

Deno.test("a face lies in its square in the same place, however it is moved, turned and scaled", () => {
  const plain = makeFace(), turned = makeFace({ x: 300, y: 200, eyes: 90, angle: 0.4 });
  const inPlain = toSquare(squareOfFace(plain)!, plain);
  assertClose(toSquare(squareOfFace(turned)!, turned), inPlain, 1e-5);
  const eyes = (inPlain[2 * 36 + 1] + inPlain[2 * 45 + 1]) / 2;
  assertAlmostEquals(eyes, 0.4, 1e-5);
  assert(inPlain.every((value) => value > 0.02 && value < 0.98), "a landmark at the edge");
});

Deno.test("side and angle of the square: hand-computed", () => {
  // Eyes 40 apart, nose base 0.75 of that below: 2.6 * 40 * 1.25.
  const square = squareOfFace(makeFace({ angle: -0.2 }))!;
  assertAlmostEquals(square.side, 130, 1e-3);
  assertAlmostEquals(square.angle, -0.2, 1e-6);
});

Deno.test("the mouth does not move the square", () => {
  assertEquals(squareOfFace(makeFace({ mouth: 0.6 })), squareOfFace(makeFace({ mouth: 0 })));
});

Deno.test("fromSquare undoes toSquare", () => {
  const face = makeFace({ angle: 0.7 }), square = { x: 90, y: 70, side: 55, angle: -1.1 };
  assertClose(fromSquare(square, toSquare(square, face)), face, 1e-3);
});

Deno.test("points that are no face have no square", () => {
  const face = makeFace();
  assertEquals(squareOfFace(new Float32Array(136)), undefined, "all in one place");
  assertEquals(squareOfFace(face.map((v) => -v)), undefined, "upside down");
  const noseUp = face.slice();
  noseUp[2 * 33 + 1] = 60;
  assertEquals(squareOfFace(noseUp), undefined, "nose above the eyes");
  assertEquals(squareOfFace(new Float32Array(136).fill(NaN)), undefined, "no numbers");
});
