import { assertAlmostEquals, assertEquals } from "@std/assert";
import { keptAttributes } from "../../../lib/evaluation/drawn/kept_attributes.ts";
import { meanAgreement, preservation } from "../../../lib/evaluation/drawn/preservation.ts";

const all = (labels: number[]) => keptAttributes.map(() => labels);

Deno.test("preservation: hits on translations over hits on the truth", () => {
  const [first] = preservation(all([0, 0, 0, 1]), all([0, 0, 1, 0]), all([0, 0, 0, 0]));
  assertEquals(first, {
    attribute: "background",
    translation: 0.5,
    truth: 0.75,
    chance: 0.75,
    agreement: 2 / 3,
  });
});

Deno.test("agreement is at most 1, and 0 where the probe cannot read the truth", () => {
  const truths = all([0, 1]).with(1, [1, 1]).with(2, [1, 0]);
  const kept = preservation(all([0, 1]), all([0, 1]), truths);
  assertEquals(kept.slice(0, 3).map(({ agreement }) => agreement), [1, 1, 0]);
});

Deno.test("the mean agreement weighs every attribute alike", () => {
  const translations = all([0, 1]).with(1, [1, 0]);
  const kept = preservation(all([0, 1]), translations, all([0, 1]));
  assertAlmostEquals(meanAgreement(kept), (kept.length - 1) / kept.length, 1e-12);
});
