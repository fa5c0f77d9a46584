import { assertEquals } from "@std/assert";
import { markBlurred } from "../../lib/video/mark_blurred.ts";
import { makeFace } from "../faces/made_face.ts";

Deno.test("frames far less sharp than the median are marked", () => {
  const landmarks = makeFace(), square = { x: 0, y: 0, side: 1, angle: 0 };
  const track = [1, 1.2, 0.3, 0.9, 0.5].map((sharpness, frame) => ({
    ...{ frame, state: "ok" as const, face: { landmarks, square, sharpness } },
  }));
  assertEquals(markBlurred(track).map(({ state }) => state), ["ok", "ok", "blurred", "ok", "ok"]);
});
