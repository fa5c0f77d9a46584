import { assertEquals, assertThrows } from "@std/assert";
import { celebaDomains } from "../../lib/data/celeba_domains.ts";

const domainOf = (attributes: string, ...held: string[]) => {
  const { names, domainOf } = celebaDomains(attributes);
  const domain = domainOf((name) => held.includes(name));
  return domain === undefined ? undefined : names[domain];
};

Deno.test("one attribute: with and without", () => {
  assertEquals(celebaDomains("Male").names, ["Male", "not_Male"]);
  assertEquals(domainOf("Male", "Male", "Young"), "Male");
  assertEquals(domainOf("Male", "Young"), "not_Male");
});

Deno.test("a comma combines", () => {
  const four = ["Male-Young", "Male-not_Young", "not_Male-Young", "not_Male-not_Young"];
  assertEquals(celebaDomains("Male,Young").names, four);
  assertEquals(
    [["Male", "Young"], ["Male"], ["Young"], []].map((held) => domainOf("Male,Young", ...held)),
    four,
  );
  assertEquals(celebaDomains("A,B,C").names.length, 8);
});

Deno.test("a plus sign: exactly one of several, else none", () => {
  const hair = "Black_Hair+Blond_Hair+Brown_Hair";
  assertEquals(celebaDomains(hair).names, ["Black_Hair", "Blond_Hair", "Brown_Hair"]);
  assertEquals(domainOf(hair, "Blond_Hair", "Male"), "Blond_Hair");
  assertEquals(domainOf(hair, "Male"), undefined);
  assertEquals(domainOf(hair, "Black_Hair", "Brown_Hair"), undefined);
  const both = `Male,${hair}`;
  assertEquals(celebaDomains(both).names.length, 6);
  assertEquals(domainOf(both, "Brown_Hair"), "not_Male-Brown_Hair");
  assertEquals(domainOf(both, "Male", "Black_Hair"), "Male-Black_Hair");
});

Deno.test("an equals sign names those with and those without", () => {
  assertEquals(celebaDomains("Male=man/woman").names, ["man", "woman"]);
  assertEquals(domainOf("Male=man/woman", "Male"), "man");
  assertEquals(domainOf("Male=man/woman", "Young"), "woman");
  const both = "Young,Male=man/woman";
  assertEquals(celebaDomains(both).attributes, ["Young", "Male"]);
  assertEquals(domainOf(both, "Young"), "Young-woman");
  for (const bad of ["Male=", "Male=man", "Male=man/", "Male=a/b/c"]) {
    assertThrows(() => celebaDomains(bad), RangeError, "write Male=man/woman");
  }
});

Deno.test("an attribute that is named twice or not at all is refused", () => {
  assertThrows(() => celebaDomains("Male,Male"), RangeError, "name Male twice");
  assertThrows(() => celebaDomains("Male,"), RangeError, "have an empty name");
  assertThrows(() => celebaDomains("Bald+"), RangeError, "have an empty name");
});
