import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { alignFace } from "../../lib/faces/align_face.ts";
import { cutPortrait, portraitSharpness, shareBeyondEdge } from "../../lib/faces/cut_portrait.ts";
import { FaceFinder } from "../../lib/faces/face_finder.ts";
import { findFaces } from "../../lib/faces/find_faces.ts";
import { findPortraits } from "../../lib/faces/find_portraits.ts";
import { pastePortrait } from "../../lib/faces/paste_portrait.ts";
import { cropFace } from "../../lib/faces/warp.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { turnUpright } from "../../lib/images/turn_upright.ts";
import { install } from "../../lib/kernels/install.ts";
import { makeFace } from "./made_face.ts";
import { partOf, photograph } from "./photograph.ts";

await install("wasm", { threads: 1 });
const photo = await photograph();
const finder = await FaceFinder.load();

/** Landmarks of a cut portrait lie where the template wants them. */
async function assertAligned(image: RgbImage, square: { side: number }): Promise<void> {
  const again = await findFaces(finder, image);
  assertEquals(again.length, 1);
  const { square: found } = again[0], { width } = image;
  assertAlmostEquals(found.x / width, 0.5, 0.04);
  assertAlmostEquals(found.y / width, 0.5, 0.04);
  assertAlmostEquals(found.side / width, 1, 0.08, `of a square of ${square.side}`);
  assertAlmostEquals(found.angle, 0, 0.06);
}

Deno.test("each of four faces is found, from left to right, and cut out aligned", async () => {
  const before = tf.memory().numTensors;
  const portraits = await findPortraits(finder, photo, 128);
  assertEquals(tf.memory().numTensors, before, "tensors leak");
  assertEquals(portraits.map(({ flaw }) => flaw), Array(4).fill(undefined));
  const xs = portraits.map(({ face }) => face.square.x);
  assertEquals(xs, xs.toSorted((a, b) => a - b));
  for (const { rgb, face } of portraits) {
    await assertAligned({ width: 128, height: 128, rgb }, face.square);
  }
});

Deno.test("a photograph on its side or upside down has the same faces", async () => {
  const right = partOf(photo, 480, 60, 460, 480), upright = await findFaces(finder, right);
  assertEquals(upright.length, 2);
  for (const [orientation, turn] of [[6, Math.PI / 2], [8, -Math.PI / 2], [3, Math.PI]] as const) {
    const turned = turnUpright(right, orientation), faces = await findFaces(finder, turned);
    assertEquals(faces.length, 2, `orientation ${orientation}`);
    const sides = (of: typeof faces) => of.map(({ square }) => square.side).sort((a, b) => a - b);
    sides(faces).forEach((side, i) => assertAlmostEquals(side / sides(upright)[i], 1, 0.08));
    const angles = faces.map(({ square }) => square.angle - turn);
    for (const angle of angles) assert(Math.cos(angle) > 0.9, `${orientation}: ${angles}`);
  }
});

Deno.test("no face is found where there is none", async () => {
  const rgb = Uint8Array.from({ length: 400 * 300 * 3 }, (_, i) => (i * 7919) % 251);
  assertEquals(await findPortraits(finder, { width: 400, height: 300, rgb }, 64), []);
});

Deno.test("a face that is too small, cut off or blurred says so", async () => {
  const [{ face: { square } }] = await findPortraits(finder, photo, 64);
  const flawIn = async (image: RgbImage, size = 64) =>
    (await findPortraits(finder, image, size))[0]?.flaw;
  assertEquals(await flawIn(photo, Math.ceil(square.side) + 1), "too small");
  const left = Math.round(square.x - 0.28 * square.side);
  assertEquals(await flawIn(partOf(photo, left, 0, 400, 700)), "cut off");
  const crop = { ...square, side: 3 * square.side, angle: 0 };
  const soft = cropFace({ width: 24, height: 24, rgb: cropFace(photo, crop, 24) }, {
    ...{ x: 12, y: 12, side: 24, angle: 0 },
  }, 480);
  const flaw = await flawIn({ width: 480, height: 480, rgb: soft });
  assert(flaw === "blurred" || flaw === undefined, flaw); // or the detector sees no face at all
  const inFocus = portraitSharpness(photo, square);
  const blurred = portraitSharpness({ width: 480, height: 480, rgb: soft }, {
    ...{ x: 240, y: 240, side: 160, angle: 0 },
  });
  assert(inFocus > 0.03 && blurred < 0.03, `${inFocus} ${blurred}`);
});

Deno.test("the share of a square beyond the edge", () => {
  const image = { width: 100, height: 80, rgb: new Uint8Array(100 * 80 * 3) };
  const at = (x: number, y: number, angle = 0) => shareBeyondEdge(image, { x, y, side: 40, angle });
  assertEquals([at(50, 40), at(0, 40), at(0, 0), at(200, 40)], [0, 0.5, 0.75, 1]);
  assertAlmostEquals(at(100, 40, Math.PI / 2), 0.5, 1e-9);
});

/** A photograph of one colour, and a made face in it. */
function plain(colour: readonly number[]) {
  const landmarks = makeFace({ x: 200, y: 150, eyes: 60, angle: 0.2 });
  const rgb = Uint8Array.from({ length: 400 * 320 * 3 }, (_, i) => colour[i % 3]);
  return {
    image: { width: 400, height: 320, rgb },
    face: { landmarks, square: alignFace(landmarks)! },
  };
}

Deno.test("a portrait that is laid back has the photograph's colours, and leaves the rest", () => {
  for (const part of ["face", "square"] as const) {
    const { image, face } = plain([180, 140, 120]), before = image.rgb.slice();
    // Grey stripes, in the mean darker than the photograph.
    const stripes = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => 60 + 20 * ((i >> 2) % 2));
    pastePortrait(image, face, stripes, part);
    const changed = image.rgb.reduce((sum, v, i) => sum + (Math.abs(v - before[i]) > 1 ? 1 : 0), 0);
    assert(changed > 1000, `${part}: ${changed}`);
    const { x, y, side } = face.square;
    let sum = 0, count = 0;
    for (let py = 0; py < 320; py++) {
      for (let px = 0; px < 400; px++) {
        const i = (py * 400 + px) * 3;
        if (Math.hypot(px - x, py - y) > 0.72 * side) {
          assertEquals(image.rgb[i], before[i], `${part}: ${px}, ${py} is outside`);
        }
        if (Math.hypot(px - x, py - y) < 0.2 * side) {
          sum += image.rgb[i];
          count++;
        }
      }
    }
    assertAlmostEquals(sum / count, 180, 4);
  }
});

Deno.test("laying back what was cut out changes next to nothing", async () => {
  const [{ face }] = await findPortraits(finder, photo, 64);
  const size = Math.round(face.square.side), image = { ...photo, rgb: photo.rgb.slice() };
  pastePortrait(image, face, cutPortrait(photo, face.square, size), "square");
  const apart = image.rgb.reduce((sum, v, i) => sum + Math.abs(v - photo.rgb[i]), 0);
  assert(apart / (size * size * 3) < 3, `${apart / (size * size * 3)}`);
  assertThrows(() => pastePortrait(image, face, new Uint8Array(50)), TypeError, "size * size * 3");
});
