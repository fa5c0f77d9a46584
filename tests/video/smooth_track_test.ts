import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Random } from "../../lib/random.ts";
import { squareOfFace } from "../../lib/faces/face_square.ts";
import { gaussian, smoothTrack } from "../../lib/video/smooth_track.ts";
import type { TrackedFrame } from "../../lib/video/track_faces.ts";
import { type MadeFace, makeFace } from "../faces/made_face.ts";

function tracked(frame: number, face: MadeFace): TrackedFrame {
  const landmarks = makeFace(face), square = squareOfFace(landmarks)!;
  return { frame, state: "ok", face: { landmarks, square, sharpness: 1 } };
}

Deno.test("a straight line stays a straight line, away from the ends", () => {
  const smooth = gaussian(Array.from({ length: 40 }, (_, i) => 3 * i), 2);
  for (let i = 6; i < 34; i++) assertAlmostEquals(smooth[i], 3 * i, 1e-9);
  assertEquals(gaussian([5, 1, 2], 0), [5, 1, 2]);
});

Deno.test("jitter shrinks, movement does not lag", () => {
  const random = new Random(1), rate = 25;
  const xs = Array.from({ length: 100 }, (_, i) => 100 + i + 2 * (random.next() - 0.5));
  const smooth = smoothTrack(xs.map((x, i) => tracked(i, { x })), rate);
  const error = (values: readonly number[]) =>
    Math.sqrt(values.reduce((sum, x, i) => sum + (x - 100 - i) ** 2, 0) / values.length);
  const middle = (values: readonly number[]) => values.slice(10, 90).map((v) => v - 10);
  const steady = middle(smooth.map(({ face }) => face!.square.x));
  assert(error(steady) < 0.7 * error(middle(xs)), "no steadier than before");
  const lag = steady.reduce((sum, x, i) => sum + x - 100 - i, 0) / steady.length;
  assertAlmostEquals(lag, 0, 0.1);
});

Deno.test("what comes before a frame without a face does not pull on what comes after", () => {
  const track: TrackedFrame[] = [
    ...[0, 1, 2].map((i) => tracked(i, { x: 50 })),
    { frame: 3, state: "no face" },
    ...[4, 5, 6].map((i) => tracked(i, { x: 200 })),
  ];
  const smooth = smoothTrack(track, 25);
  assertEquals(smooth.map(({ frame }) => frame), [0, 1, 2, 3, 4, 5, 6]);
  assertEquals(smooth[3], track[3]);
  assertAlmostEquals(smooth[2].face!.square.x, 50, 1e-3);
  assertAlmostEquals(smooth[4].face!.square.x, 200, 1e-3);
});

Deno.test("what comes before a cut does not pull on what comes after, in place or size", () => {
  const shots: MadeFace[][] = [
    [{ x: 50 }, { x: 52 }, { x: 54 }],
    [{ x: 200 }, { x: 202 }],
    [{ x: 200, eyes: 60 }],
    [{ x: 200 }, { x: 201 }, { x: 202 }],
  ];
  const track = shots.flat().map((face, i) => tracked(i, face));
  let start = 0;
  const alone = shots.flatMap(({ length }) => smoothTrack(track.slice(start, start += length), 25));
  assertEquals(smoothTrack(track, 25), alone);
});

Deno.test("a face that moves as far as it can be followed is smoothed throughout", () => {
  // The square's side is 130 pixels: 0.29 of it to the right, 0.29 of it larger.
  const far: MadeFace[] = [{ x: 50 }, { x: 87 }, { x: 87, eyes: 40 * Math.exp(0.29) }];
  const smooth = smoothTrack(far.map((face, i) => tracked(i, face)), 25);
  const x = far.map((face) => squareOfFace(makeFace(face))!.x);
  assertEquals(smooth.map(({ face }) => face!.square.x), gaussian(x, 1.5));
});
