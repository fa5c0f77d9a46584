import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { paintedSitter, paintPortrait } from "../../../lib/data/drawn/painted_portrait.ts";
import { FaceFinder } from "../../../lib/faces/face_finder.ts";
import { mouthOpening, yaw } from "../../../lib/faces/face_measures.ts";
import { findPortraits } from "../../../lib/faces/find_portraits.ts";
import { install } from "../../../lib/kernels/install.ts";
import { Random } from "../../../lib/random.ts";

await install("wasm", { threads: 1 });
const finder = await FaceFinder.load();
const place = { width: 200, height: 180, x: 100, y: 75, eyes: 34, angle: 0 };

Deno.test("networks for photographs find painted people where they are", async () => {
  const random = new Random(3);
  let found = 0;
  for (let i = 0; i < 12; i++) {
    const at = { ...place, x: 90 + 2 * i, angle: 0.08 * (i - 6) };
    const image = paintPortrait(paintedSitter(random), i % 2 ? "woman" : "man", at, random);
    const portraits = await findPortraits(finder, image, 64);
    for (const { face: { square }, flaw } of portraits) {
      assertEquals(flaw, undefined);
      assertAlmostEquals(square.angle, at.angle, 0.06);
      assertAlmostEquals(square.side / at.eyes, 3.75, 0.5);
      found++;
    }
  }
  assert(found >= 9 && found <= 12, `${found} of 12`);
});

Deno.test("the turn of the head and the mouth are read off a painted face", async () => {
  const sitter = { ...paintedSitter(new Random(8)), turn: 0, smile: 0 };
  const measured = async (changes: Partial<typeof sitter>) => {
    const image = paintPortrait({ ...sitter, ...changes }, "woman", place, new Random(1));
    const [{ face: { landmarks } }] = await findPortraits(finder, image, 64);
    return { yaw: yaw(landmarks), mouth: mouthOpening(landmarks) };
  };
  assert((await measured({ turn: 1 })).yaw > (await measured({ turn: -1 })).yaw + 0.1);
  assert((await measured({ smile: 1 })).mouth > (await measured({ smile: 0 })).mouth);
});

Deno.test("the same sitter, place and grain give the same picture; man and woman differ", () => {
  const sitter = paintedSitter(new Random(8));
  const paint = (domain: "man" | "woman") =>
    paintPortrait(sitter, domain, place, new Random(1)).rgb;
  assertEquals(paint("man"), paint("man"));
  assertEquals(paint("man").length, 200 * 180 * 3);
  const woman = paint("woman"), differ = paint("man").filter((v, i) => v !== woman[i]).length;
  assert(differ > 3000 && differ < 200 * 180 * 3 / 2, `${differ} bytes differ`);
});
