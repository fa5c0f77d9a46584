import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { outsideError, outsideHead } from "../../../lib/evaluation/portraits/background.ts";
import { makeFace } from "../../faces/made_face.ts";

const SIZE = 64;
const at = (mask: Uint8Array, x: number, y: number) => mask[y * SIZE + x];

Deno.test("background is what lies above the nose and beside the head: no landmark, no shoulder", () => {
  const landmarks = makeFace({ x: 32, y: 30.2, eyes: 14 }), mask = outsideHead(landmarks, SIZE);
  assertEquals([at(mask, 1, 1), at(mask, 62, 1), at(mask, 1, 62), at(mask, 62, 62)], [1, 1, 0, 0]);
  for (let i = 0; i < 136; i += 2) {
    assertEquals(at(mask, Math.floor(landmarks[i]), Math.floor(landmarks[i + 1])), 0, `${i / 2}`);
  }
  assertEquals(at(mask, 32, 12), 0, "hair above the brows");
  const share = mask.reduce((a, b) => a + b) / mask.length;
  assert(share > 0.05 && share < 0.4, `${share}`);
  const lopsided = mask.filter((value, i) => value !== at(mask, 63 - i % 64, i >> 6)).length;
  assert(lopsided < 3, `${lopsided} pixels differ from those on the other side`);
});

Deno.test("a head to the side leaves background on the other side only", () => {
  const mask = outsideHead(makeFace({ x: 14, y: 30, eyes: 14 }), SIZE);
  const column = (x: number) => Array.from({ length: 30 }, (_, y) => at(mask, x, y));
  assertEquals(column(60), Array(30).fill(1));
  assert(column(14).slice(8).every((value) => value === 0));
});

Deno.test("the error counts background alone, by hand", () => {
  const sources = new Float32Array(2 * 4 * 3), images = sources.slice();
  images.fill(1, 0, 3); // a pixel of the head
  images[4] = 0.3; // one colour of a pixel of the background
  images.set([-0.6, 0.6, 0.6], 12 + 9);
  const masks = [Uint8Array.of(0, 1, 0, 0), Uint8Array.of(0, 0, 0, 1)];
  assertAlmostEquals(outsideError(sources, images, masks)!, (0.3 + 1.8) / 6, 1e-6);
  assertEquals(outsideError(sources, images, masks.map(() => new Uint8Array(4))), null);
});
