import { assertEquals, assertNotEquals } from "@std/assert";
import { facesHeader, heldOutIdentities, trainIdentities } from "../../lib/data/faces.ts";

Deno.test("no identity is in two splits or domains, and more of them begin with the same ones", () => {
  const keys = [trainIdentities(1, 0, 500), trainIdentities(1, 1, 500), heldOutIdentities(1, 200)]
    .map((people) => new Set(people.map((person) => JSON.stringify(person))));
  assertEquals(keys[0].isDisjointFrom(keys[1]), true);
  assertEquals(keys[0].isDisjointFrom(keys[2]), true);
  assertEquals(keys[1].isDisjointFrom(keys[2]), true);
  assertEquals(heldOutIdentities(1, 200).slice(0, 50), heldOutIdentities(1, 50));
});

Deno.test("another seed gives other people, and another fingerprint", () => {
  assertNotEquals(heldOutIdentities(1, 5), heldOutIdentities(2, 5));
  const options = { size: 32, seed: 1, train: 10, heldOut: 2 };
  for (const change of [{ size: 64 }, { seed: 2 }, { train: 11 }, { heldOut: 3 }]) {
    assertNotEquals(
      facesHeader({ ...options, ...change }).fingerprint,
      facesHeader(options).fingerprint,
    );
  }
});
