import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { centred, nearestByLandmarks } from "../../lib/faces/nearest_face.ts";
import { makeFace } from "../faces/made_face.ts";

Deno.test("the nearest frame has the same expression, whatever the shape of the head", () => {
  const mouths = [0, 0.2, 0.4, 0.6];
  const faces = mouths.map((mouth) => makeFace({ mouth }));
  // Another head: other proportions, in another order.
  const others = [...mouths].reverse().map((mouth) =>
    makeFace({ mouth }).map((value, i) => i & 1 ? value : 1.2 * value)
  );
  assertEquals(nearestByLandmarks(faces, others), [3, 2, 1, 0]);
  assertThrows(() => nearestByLandmarks(faces, []), RangeError, "no frame");
});

Deno.test("centred faces have the mean 0", () => {
  const faces = centred([Float32Array.from([1, 2]), Float32Array.from([3, 6])]);
  assertEquals(faces.map((face) => Array.from(face)), [[-1, -2], [1, 2]]);
  assertAlmostEquals(centred([]).length, 0, 0);
});
