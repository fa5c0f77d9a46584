import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { drawIdentities, faceOf } from "../../../lib/data/drawn/face_identity.ts";
import { createFaceRenderer } from "../../../lib/data/drawn/face_renderer.ts";
import { Random } from "../../../lib/random.ts";

const [person, other] = drawIdentities(new Random(1), "heldOut", 2);

Deno.test("a face is on its background, and its parts from memory equal those drawn anew", async () => {
  const size = 32, renderer = await createFaceRenderer(size);
  const draw = (r = renderer) => {
    const rgb = new Uint8Array(size * size * 3);
    r.draw(faceOf(person, "woman"), "#0a141e", rgb);
    return rgb;
  };
  const first = draw();
  assertEquals([...first.subarray(0, 3)], [10, 20, 30]);
  renderer.draw(faceOf(other, "man"), "#ffffff", new Uint8Array(size * size * 3));
  assertEquals(draw(), first);
  assertEquals(draw(await createFaceRenderer(size)), first);
});

Deno.test("the skin is where the nose is, in its colour", async () => {
  const size = 64, renderer = await createFaceRenderer(size);
  const rgb = new Uint8Array(size * size * 3);
  const bare = { ...person, skin: "#a8744f", glasses: "none", nose: "nose2" } as const;
  renderer.draw(faceOf(bare, "woman"), "#ffffff", rgb);
  const cheek = (43 * size + 23) * 3;
  [0xa8, 0x74, 0x4f].forEach((value, k) => assertAlmostEquals(rgb[cheek + k], value, 25));
});

Deno.test("men and women of one identity differ, and so do identities", async () => {
  const size = 32, renderer = await createFaceRenderer(size);
  const draw = (...args: Parameters<typeof faceOf>) => {
    const rgb = new Uint8Array(size * size * 3);
    renderer.draw(faceOf(...args), person.background, rgb);
    return rgb;
  };
  const man = draw(person, "man"), woman = draw(person, "woman");
  const difference = man.reduce((sum, v, i) => sum + Math.abs(v - woman[i]), 0) / man.length;
  assert(difference > 5 && difference < 80, `mean difference ${difference}`);
  assertNotEquals(draw(person, "man"), draw(other, "man"));
});

Deno.test("offset leaves what is before it alone", async () => {
  const size = 32, length = size * size * 3, renderer = await createFaceRenderer(size);
  const two = new Uint8Array(2 * length).fill(7);
  renderer.draw(faceOf(person, "man"), "#ffffff", two, length);
  assert(two.subarray(0, length).every((v) => v === 7));
  assertEquals(two[length], 255);
});
