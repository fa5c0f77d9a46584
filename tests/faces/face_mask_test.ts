import { assert, assertEquals } from "@std/assert";
import { faceMask } from "../../lib/faces/face_mask.ts";
import { squareOfFace, toSquare } from "../../lib/faces/face_square.ts";
import { makeFace } from "./made_face.ts";

const face = makeFace(), points = toSquare(squareOfFace(face)!, face);

Deno.test("all of the new face shows in the middle, none at the corners, a soft edge between", () => {
  const size = 64, mask = faceMask(points, size);
  assertEquals(mask[Math.round(0.55 * size) * size + size / 2], 1);
  for (const corner of [0, size - 1, size * (size - 1), size * size - 1]) {
    assertEquals(mask[corner], 0);
  }
  const row = mask.subarray(32 * size, 33 * size);
  const steps = row.slice(1).map((value, i) => Math.abs(value - row[i]));
  assert(Math.max(...steps) < 0.35, "an edge is hard");
  assert(row.some((value) => value > 0.2 && value < 0.8), "no edge is soft");
});

Deno.test("eyes, nose and mouth show wholly", () => {
  const size = 64, mask = faceMask(points, size);
  for (const point of [36, 45, 30, 62]) {
    const [x, y] = points.subarray(2 * point).map((value) => Math.floor(value * size));
    assert(mask[y * size + x] > 0.8, `landmark ${point} shows by ${mask[y * size + x]}`);
  }
});
