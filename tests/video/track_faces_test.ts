import { assertEquals } from "@std/assert";
import type { RgbImage } from "../../lib/images/crop.ts";
import type { FaceBox } from "../../lib/faces/detector.ts";
import { type Finder, isCut, trackFaces } from "../../lib/video/track_faces.ts";
import { makeFace } from "../faces/made_face.ts";

const box: FaceBox = { x: 60, y: 50, width: 80, height: 90, score: 0.9 };
const view = new Uint8Array(112 * 112 * 3);

/** A frame whose first byte is its number, so that a made finder knows what to find. */
async function* numbered(count: number): AsyncGenerator<RgbImage> {
  for (let i = 0; i < count; i++) {
    const rgb = new Uint8Array(200 * 200 * 3);
    rgb[0] = i;
    yield await Promise.resolve({ width: 200, height: 200, rgb });
  }
}

/** Finds the boxes and the place of the face that each frame is said to have. */
function madeFinder(boxes: (i: number) => FaceBox[], x: (i: number) => number) {
  const detected: number[] = [];
  const finder: Finder = {
    detect({ rgb }) {
      detected.push(rgb[0]);
      return Promise.resolve(boxes(rgb[0]));
    },
    locate: ({ rgb }) => Promise.resolve({ landmarks: makeFace({ x: x(rgb[0]) }), view }),
  };
  return { finder, detected };
}

Deno.test("the detector runs now and then while a face is followed", async () => {
  const { finder, detected } = madeFinder(() => [box], () => 100);
  const track = await Array.fromAsync(trackFaces(finder, numbered(14)));
  assertEquals(track.map(({ state }) => state), Array(14).fill("ok"));
  assertEquals(detected, [0, 6, 12, 13], "now and then, and the last frame");
});

Deno.test("frames without a face, with several, or with one cut off are told apart", async () => {
  const second = { ...box, x: 0 }, small = { ...second, width: 30, height: 30 };
  const boxes = [[], [box, second], [box, small], [box]];
  const { finder } = madeFinder((i) => boxes[i] ?? [], (i) => i === 3 ? 20 : 100);
  // A jump from 100 to 20 is no following: the detector is asked again.
  const track = await Array.fromAsync(trackFaces(finder, numbered(4)));
  assertEquals(track.map(({ state }) => state), ["no face", "several faces", "ok", "cut off"]);
  assertEquals(track.map(({ face }) => face !== undefined), [false, false, true, true]);
});

Deno.test("a face that is lost is looked for anew in every frame", async () => {
  const { finder, detected } = madeFinder((i) => i >= 4 ? [box] : [], () => 100);
  const track = await Array.fromAsync(trackFaces(finder, numbered(6)));
  assertEquals(detected, [0, 1, 2, 3, 4, 5]);
  assertEquals(track.map(({ state }) => state === "ok"), [false, false, false, false, true, true]);
});

Deno.test("frames that were followed after the face had gone are told from those before", async () => {
  // Frames 0 to 8 show it; the detector would next have looked at frame 12.
  const { finder, detected } = madeFinder((i) => i <= 8 ? [box] : [], () => 100);
  const track = await Array.fromAsync(trackFaces(finder, numbered(14)));
  assertEquals(track.map(({ frame }) => frame), Array.from({ length: 14 }, (_, i) => i));
  assertEquals(track.map(({ state }) => state === "ok").lastIndexOf(true), 8);
  assertEquals(track.slice(9).map(({ state }) => state), Array(5).fill("no face"));
  assertEquals(detected, [0, 6, 12, 7, 8, 9, 10, 11, 13]);
});

Deno.test("a cut is a step of 0.3 of the square, or a growth or shrinking as large", () => {
  const last = { x: 100, y: 80, side: 50, angle: 0 };
  const cut = (next: Partial<typeof last>) => isCut(last, { ...last, ...next });
  assertEquals([cut({}), cut({ angle: 1 })], [false, false]);
  assertEquals([cut({ x: 114.9 }), cut({ x: 115.1 })], [false, true]);
  assertEquals([cut({ y: 65.1 }), cut({ y: 64.9 })], [false, true]);
  assertEquals([cut({ x: 110, y: 70 }), cut({ x: 111, y: 69 })], [false, true]);
  assertEquals([cut({ side: 67 }), cut({ side: 68 })], [false, true]);
  assertEquals([cut({ side: 37.1 }), cut({ side: 37 })], [false, true]);
});
