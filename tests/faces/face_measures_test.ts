import { assert, assertAlmostEquals } from "@std/assert";
import {
  eyeDistance,
  eyeOpening,
  mouthOpening,
  pitch,
  yaw,
} from "../../lib/faces/face_measures.ts";
import { makeFace } from "./made_face.ts";

Deno.test("measures are what the face was made with, at any size and angle", () => {
  for (const place of [{}, { x: 10, y: 300, eyes: 7, angle: 0.9 }]) {
    const face = makeFace({ mouth: 0.3, open: 0.2, ...place });
    assertAlmostEquals(eyeDistance(face), place.eyes ?? 40, 1e-4);
    assertAlmostEquals(mouthOpening(face), 0.3, 1e-4);
    // The eyes are half an eye distance wide.
    assertAlmostEquals(eyeOpening(face), 0.4, 1e-4);
    assertAlmostEquals(yaw(face), 0, 1e-4);
    // The tip of the nose lies 0.6 eye distances below the eyes, its base 0.75.
    assertAlmostEquals(pitch(face), 0.8, 1e-4);
  }
});

Deno.test("pitch grows as the tip of the nose sinks, and the mouth does not move it", () => {
  const lowered = makeFace({ angle: -0.4 }), [x, y] = lowered.subarray(60);
  // Down is at a right angle to the eyes, which are turned by -0.4.
  lowered.set([x + 2 * Math.sin(0.4), y + 2 * Math.cos(0.4)], 60);
  assertAlmostEquals(pitch(lowered), 0.8 + 2 / 40 / 0.75, 1e-4);
  assertAlmostEquals(pitch(makeFace({ mouth: 0.5 })), 0.8, 1e-4);
});

Deno.test("yaw follows the nose", () => {
  const left = yaw(makeFace({ nose: -0.4 })), right = yaw(makeFace({ nose: 0.4, angle: 0.3 }));
  assertAlmostEquals(left, -right, 1e-4);
  assert(right > 0.2 && right < 0.6, `${right}`);
});
