import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { identityScores, peopleDistances } from "../../../lib/evaluation/portraits/identity.ts";

const at = (...places: number[]) => places.map((x) => Float32Array.of(x, 0));

Deno.test("identity is the median distance to the own input, rank the median place among all", () => {
  const inputs = at(0, 1, 5, 20), images = at(0, 4, 6, 3);
  // Distances to the own input are 0, 3, 1, 17. Its places are 1, 2 (input 2 is nearer), 1, 4.
  assertEquals(identityScores(inputs, images), { identity: 2, rank: 1.5 });
  assertEquals(identityScores(inputs, inputs), { identity: 0, rank: 1 });
});

Deno.test("images that are as near to every input have the rank of chance", () => {
  const inputs = at(...Array(5).fill(1)), images = at(...Array(5).fill(4));
  assertEquals(identityScores(inputs, images), { identity: 3, rank: 3 });
  assertThrows(() => identityScores([], []), RangeError, "no face");
});

Deno.test("pairs of one person are told from pairs of two; unknown people are all different", () => {
  const faces = at(0, 1, 10, 12);
  assertEquals(peopleDistances(faces, ["a", "a", "b", undefined]), {
    samePerson: 1,
    samePersonPairs: 1,
    // 10, 9, 12, 11, 2 in order: 2, 9, 10, 11, 12.
    otherPeople: 10,
  });
  const { samePerson, samePersonPairs, otherPeople } = peopleDistances(
    faces,
    faces.map(() => undefined),
  );
  assertEquals([samePerson, samePersonPairs], [null, 0]);
  assertAlmostEquals(otherPeople!, 9.5, 1e-6);
});
