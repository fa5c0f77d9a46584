import { assertEquals } from "@std/assert";
import { genderOfDomain } from "../../../lib/evaluation/portraits/domain_gender.ts";
import { genderAccuracy } from "../../../lib/evaluation/portraits/gender_accuracy.ts";

Deno.test("a domain's gender is taken from plain names alone", () => {
  const of = (names: string) => names.split(" ").map(genderOfDomain);
  assertEquals(of("Male man Men not_female Male-not_Young"), Array(5).fill("male"));
  assertEquals(of("not_Male woman WOMEN girls Young-not_Male"), Array(5).fill("female"));
  assertEquals(of("cats Smiling not_Smiling German constructor A"), Array(6).fill(null));
});

Deno.test("the share that is taken for the target's gender", () => {
  const men = [0.9, 0.6, 0.2, 0.4];
  assertEquals(genderAccuracy(men, "male"), 0.5);
  assertEquals(genderAccuracy([...men, 0.1], "female"), 0.6);
  assertEquals(genderAccuracy(men, null), null);
  assertEquals(genderAccuracy([], "male"), null);
});
