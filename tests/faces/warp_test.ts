import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { cropFace, pasteFace } from "../../lib/faces/warp.ts";

/** Red rises by 4 to the right, green by 4 downwards. */
function ramp(width: number, height: number) {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    rgb.set([4 * (i % width), 4 * Math.floor(i / width), 128], 3 * i);
  }
  return { width, height, rgb };
}

Deno.test("a square on the pixel grid is copied", () => {
  const crop = cropFace(ramp(20, 16), { x: 8, y: 6, side: 8, angle: 0 }, 8);
  assertEquals(Array.from(crop.subarray(0, 3)), [4 * 4, 4 * 2, 128]);
  assertEquals(Array.from(crop.subarray(-3)), [4 * 11, 4 * 9, 128]);
});

Deno.test("a shrunken square holds the means of what it covers", () => {
  const crop = cropFace(ramp(20, 20), { x: 10, y: 10, side: 16, angle: 0 }, 4);
  // Pixels 2 to 5 have the mean 3.5.
  assertEquals(Array.from(crop.subarray(0, 3)), [14, 14, 128]);
});

Deno.test("a quarter turn: what was right comes to the top", () => {
  const crop = cropFace(ramp(8, 8), { x: 4, y: 4, side: 8, angle: Math.PI / 2 }, 8);
  assertEquals(Array.from(crop.subarray(0, 3)), [28, 0, 128], "upper right corner comes first");
  assertEquals(Array.from(crop.subarray(21, 24)), [28, 28, 128]);
});

Deno.test("beyond the frame its edge is repeated", () => {
  const crop = cropFace(ramp(8, 8), { x: 0, y: 4, side: 8, angle: 0 }, 8);
  assertEquals(Array.from({ length: 8 }, (_, i) => crop[3 * i]), [0, 0, 0, 0, 0, 4, 8, 12]);
});

Deno.test("what was cut out and is laid back leaves the frame as it was", () => {
  const frame = ramp(48, 48), before = frame.rgb.slice(), size = 32;
  const square = { x: 23, y: 25, side: 26, angle: 0.3 };
  const rgb = Float32Array.from(cropFace(frame, square, size));
  pasteFace(frame, square, { size, rgb, mask: new Float32Array(size * size).fill(1) });
  frame.rgb.forEach((byte, i) => assertAlmostEquals(byte, before[i], 2.01));
});

Deno.test("the mask decides what shows", () => {
  const size = 8, frame = ramp(24, 24), before = frame.rgb.slice();
  const square = { x: 12, y: 12, side: 16, angle: 0 };
  const rgb = new Float32Array(size * size * 3).fill(250), mask = new Float32Array(size * size);
  pasteFace(frame, square, { size, rgb, mask });
  assertEquals(frame.rgb, before, "nothing shows");
  pasteFace(frame, square, { size, rgb, mask: mask.fill(0.5) });
  const middle = (12 * 24 + 12) * 3;
  assertEquals(frame.rgb[middle], Math.round(48 + 0.5 * (250 - 48)));
  assertEquals(Array.from(frame.rgb.subarray(0, 3)), [0, 0, 128], "outside of the square");
  assert(frame.rgb.some((byte, i) => byte !== before[i]));
});
