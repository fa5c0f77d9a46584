import { assertAlmostEquals, assertEquals } from "@std/assert";
import { followed } from "../../../lib/evaluation/portraits/follow.ts";
import type { FaceReading } from "../../../lib/faces/face_reader.ts";
import { makeFace } from "../../faces/made_face.ts";

const reading = (nose: number, mouth: number, sight: number, happy = 0.5): FaceReading => ({
  landmarks: makeFace({ nose, mouth, open: 0.1 + Math.abs(nose) / 4 }),
  happy,
  sight,
  descriptor: new Float32Array(128),
});

const inputs = [reading(-0.3, 0, 0.1), reading(0, 0.2, -0.2), reading(0.2, 0.1, 0.3)];

Deno.test("faces that do the same have a correlation of 1, and what never changes has none", () => {
  const { yaw, mouth, eyes, happy, sight } = followed(inputs, inputs);
  for (const r of [yaw, mouth, eyes, sight]) assertAlmostEquals(r!, 1, 1e-6);
  assertEquals(happy, null);
});

Deno.test("a mirrored face turns and looks the other way", () => {
  const mirrored = [reading(0.3, 0, -0.1), reading(0, 0.2, 0.2), reading(-0.2, 0.1, -0.3)];
  assertAlmostEquals(followed(inputs, mirrored).yaw!, -1, 1e-6);
  const { yaw, mouth, sight } = followed(inputs, mirrored, true);
  for (const r of [yaw, mouth, sight]) assertAlmostEquals(r!, 1, 1e-6);
});

Deno.test("P(happy) by hand: 0, 1, 2 against 0, 2, 1 has r = 0.5", () => {
  const faces = (values: number[]) => values.map((happy) => reading(0, 0, 0, happy));
  assertAlmostEquals(followed(faces([0, 0.5, 1]), faces([0, 1, 0.5])).happy!, 0.5, 1e-6);
});
