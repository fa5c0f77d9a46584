import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compareFaces, type ReadPictures } from "../../lib/video/compare_faces.ts";
import { swapTable } from "../../lib/video/swap_table.ts";
import { type MadeFace, makeFace } from "../faces/made_face.ts";

/** Readings of made faces whose descriptor is one number, and pictures of one byte. */
function pictures(
  faces: readonly MadeFace[],
  descriptor: number,
  bytes: readonly number[],
): ReadPictures {
  return {
    readings: faces.map((face, i) => ({
      ...{ landmarks: makeFace(face), happy: i / 10, sight: -i },
      descriptor: Float32Array.of(descriptor),
    })),
    pictures: bytes.map((byte) => Uint8Array.of(byte)),
  };
}

const mouths = [0, 0.3, 0.1, 0.5].map((mouth) => ({ mouth, nose: mouth, open: 0.1 + mouth / 5 }));
const input = pictures(mouths, 0, [10, 20, 30, 40]);
const people = { source: [Float32Array.of(0)], target: [Float32Array.of(1)] };

Deno.test("a perfect swap: the target's identity, the input's every move", () => {
  const scores = compareFaces(input, pictures(mouths, 1, [0, 5, 0, 5]), people);
  assertEquals([scores.toTarget, scores.toSource, scores.nearerToTarget], [0, 1, 1]);
  for (const r of [scores.yaw, scores.mouth, scores.eyes, scores.happy, scores.sight]) {
    assertAlmostEquals(r!, 1, 1e-6);
  }
  assertAlmostEquals(scores.landmarkError, 0, 1e-6);
  assertAlmostEquals(scores.flicker, 0.5, 1e-9);
});

Deno.test("copying the input keeps the source's identity", () => {
  const scores = compareFaces(input, input, people);
  assertEquals([scores.toTarget, scores.toSource, scores.nearerToTarget], [1, 0, 0]);
  assertEquals(scores.flicker, 1);
});

Deno.test("one still picture follows nothing", () => {
  const still = pictures(mouths.map(() => ({})), 1, [7, 7, 7, 7]);
  const scores = compareFaces(input, still, people);
  assertEquals([scores.yaw, scores.mouth, scores.flicker], [null, null, 0]);
  assertEquals(scores.landmarkError > 0.01, true);
});

Deno.test("the table has a row for the swap, the floor and each baseline", () => {
  const scores = compareFaces(input, input, people);
  const table = swapTable([{
    ...{ source: "ann", target: "bob", count: 4 },
    ...{
      swap: scores,
      reconstruction: scores,
      floor: scores,
      nearest: { ...scores, yaw: null },
      copy: scores,
    },
  }]);
  const lines = table.split("\n");
  assertEquals(lines.length, 6);
  assertEquals(new Set(lines.map((line) => line.length)).size, 1, "columns are not aligned");
  assertEquals(/ann -> bob, N 4 .*nearer to target/.test(lines[0]), true);
  assertEquals(/nearest.* - /.test(lines[4]), true);
});

Deno.test("of several models the table has mean and deviation of what they drew", () => {
  const scores = compareFaces(input, input, people);
  const direction = (toTarget: number) => ({
    ...{ source: "ann", target: "bob", count: 4 },
    swap: { ...scores, toTarget, nearerToTarget: 1 },
    ...{ reconstruction: scores, floor: scores, nearest: scores, copy: scores },
  });
  const lines = swapTable([direction(0.2)], [direction(0.4)]).split("\n");
  assertEquals(/^ann -> bob, N 4, 2 models /.test(lines[0]), true);
  assertEquals(/^swap +0\.30 ± 0\.14 .* 100 ± 0 %/.test(lines[1]), true, lines[1]);
  assertEquals([lines[2].includes("±"), lines[3].includes("±")], [true, false]);
});
