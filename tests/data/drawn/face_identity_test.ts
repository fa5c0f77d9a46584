import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { svgsIndex } from "facesjs";
import {
  drawIdentities,
  faceAttributes,
  faceDomains,
  faceOf,
  identityPool,
} from "../../../lib/data/drawn/face_identity.ts";
import { Random } from "../../../lib/random.ts";

const some = drawIdentities(new Random(1), "heldOut", 400);

Deno.test("every part that a face names exists in facesjs", () => {
  const index = svgsIndex as Record<string, readonly string[]>;
  for (const identity of some) {
    for (const domain of faceDomains) {
      for (const [part, value] of Object.entries(faceOf(identity, domain))) {
        const id = (value as { id?: string }).id;
        if (id === undefined || id === "none") continue;
        assert(index[part].includes(id), `facesjs has no ${part} named ${id}`);
      }
    }
  }
});

Deno.test("what is kept is the same in both domains, what changes is not", () => {
  for (const identity of some) {
    const man = faceOf(identity, "man"), woman = faceOf(identity, "woman");
    for (const part of ["eyebrow", "mouth", "nose", "glasses", "accessories", "body"] as const) {
      assertEquals(man[part], woman[part]);
    }
    assertEquals([man.hair.color, man.hair.flip], [woman.hair.color, woman.hair.flip]);
    assertEquals(man.eye.angle, woman.eye.angle);
    for (const part of ["hair", "hairBg", "head", "eye"] as const) {
      assertNotEquals(man[part].id, woman[part].id);
    }
    assertEquals(woman.facialHair.id, "none");
  }
});

Deno.test("each changed part is a function of one kept attribute within its domain", () => {
  const rules = [
    ["hair", "hairColor"],
    ["hairBg", "hairColor"],
    ["head", "skin"],
    ["facialHair", "mouth"],
    ["eye", "eyeAngle"],
    ["smileLine", "nose"],
    ["miscLine", "nose"],
  ] as const;
  for (const domain of faceDomains) {
    for (const [part, attribute] of rules) {
      const seen = new Map<unknown, string>();
      for (const identity of some) {
        const id = faceOf(identity, domain)[part].id;
        assertEquals(seen.get(identity[attribute]) ?? id, id);
        seen.set(identity[attribute], id);
      }
      assertEquals(seen.size, new Set<unknown>(faceAttributes[attribute]).size);
    }
  }
});

Deno.test("pools are disjoint by construction, near their shares, and reproducible", () => {
  const counts = { man: 0, woman: 0, heldOut: 0, test: 0 };
  for (const pool of ["man", "woman", "heldOut", "test"] as const) {
    for (const identity of drawIdentities(new Random(2), pool, 200)) {
      assertEquals(identityPool(identity), pool);
    }
  }
  const random = new Random(3);
  for (let i = 0; i < 5000; i++) {
    const entries = Object.entries(faceAttributes).map((
      [k, v],
    ) => [k, v[random.integer(v.length)]]);
    counts[identityPool(Object.fromEntries(entries))]++;
  }
  assert(Math.abs(counts.heldOut / 5000 - 0.1) < 0.02);
  assert(Math.abs(counts.test / 5000 - 0.1) < 0.02);
  assert(Math.abs(counts.man / 5000 - 0.4) < 0.04);
  assertEquals(drawIdentities(new Random(1), "heldOut", 400), some);
});

Deno.test("headwear and glasses appear as often as documented", () => {
  const share = (f: (i: typeof some[0]) => boolean) => some.filter(f).length / some.length;
  assert(Math.abs(share((i) => i.glasses !== "none") - 0.25) < 0.07);
  assert(Math.abs(share((i) => i.headwear !== "none") - 0.18) < 0.07);
});
