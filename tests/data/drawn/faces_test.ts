import { assertEquals, assertNotEquals } from "@std/assert";
import {
  drawFaces,
  facesHeader,
  heldOutIdentities,
  trainIdentities,
} from "../../../lib/data/drawn/faces.ts";

Deno.test("no identity is in two splits or domains, and more of them begin with the same ones", () => {
  const keys = [
    trainIdentities(1, 0, 500),
    trainIdentities(1, 1, 500),
    heldOutIdentities(1, 200),
    heldOutIdentities(1, 200, "test"),
  ].map((people) => new Set(people.map((person) => JSON.stringify(person))));
  for (const [i, some] of keys.entries()) {
    for (const others of keys.slice(i + 1)) assertEquals(some.isDisjointFrom(others), true);
  }
  assertEquals(heldOutIdentities(1, 200).slice(0, 50), heldOutIdentities(1, 50));
});

Deno.test("another seed gives other people, and another fingerprint", () => {
  assertNotEquals(heldOutIdentities(1, 5), heldOutIdentities(2, 5));
  const options = { size: 32, seed: 1, train: 10, heldOut: 2 };
  for (
    const change of [{ size: 64 }, { seed: 2 }, { train: 11 }, { heldOut: 3 }, {
      pool: "test",
    }] as const
  ) {
    assertNotEquals(
      facesHeader({ ...options, ...change }).fingerprint,
      facesHeader(options).fingerprint,
    );
  }
});

Deno.test("the pictures are these; where they change on purpose, VERSION must be raised", async () => {
  const drawn: Record<string, Uint8Array[]> = { train: [], heldOut: [] };
  await drawFaces({ size: 32, seed: 1, train: 3, heldOut: 2 }, {
    add: (split, _, rgb) => drawn[split].push(rgb.slice()),
    skip: () => {},
    holdOut: () => {},
  });
  assertEquals([drawn.train.length, drawn.heldOut.length], [6, 4]);
  const checksum = [...drawn.train, ...drawn.heldOut].map((rgb) =>
    rgb.reduce((sum, value) => (Math.imul(sum, 31) + value) >>> 0, 0).toString(16)
  );
  assertEquals(checksum, [
    "c0e40cdd",
    "ee97b64",
    "8938d127",
    "af719e32",
    "31ca3dd9",
    "c34cc9fd",
    "60d0cb8c",
    "55e3aa2a",
    "3000434",
    "3ceb5731",
  ]);
  const { fingerprint } = facesHeader({ size: 32, seed: 1, train: 3, heldOut: 2 });
  assertEquals(fingerprint, "faces 2 size 32 seed 1 train 3 heldOut 2");
});
