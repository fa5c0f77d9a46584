import { assertEquals, assertThrows } from "@std/assert";
import { choiceOf, choiceText } from "../../../tasks/shared/choice_options.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";

const known = { spec: "celeba:c", choice: { crop: 150, without: ["Blurry", "Bald"] } };

Deno.test("a run's own data are chosen as they were, without being told", () => {
  assertEquals(choiceOf({}, known), known.choice);
  assertEquals(choiceOf({ data: "celeba:c" }, known), known.choice);
  assertEquals(choiceOf({ crop: "150", without: "Blurry,Bald" }, known), known.choice);
  assertEquals(choiceOf({}, { spec: "photos" }), {});
  const differs =
    "--crop 120 differs from the pictures of the run, --crop 150 --without Blurry,Bald";
  assertThrows(() => choiceOf({ crop: "120" }, known), UsageError, differs);
  assertThrows(
    () => choiceOf({ without: "Bald" }, { spec: "celeba:c" }),
    UsageError,
    "--without Bald differs from the pictures of the run, all of them, whole: leave it out",
  );
});

Deno.test("other data are chosen as they are told", () => {
  assertEquals(choiceText(choiceOf({ data: "photos", crop: "120" }, known)), "--crop 120");
  assertEquals(choiceText(choiceOf({ data: "photos" }, known)), "");
  assertEquals(choiceText(choiceOf({ data: "celeba:c", without: "A,B" })), "--without A,B");
});

Deno.test("what is no number, or an empty name, is refused", () => {
  for (const crop of ["wide", "12.5"]) {
    assertThrows(() => choiceOf({ data: "p", crop }), UsageError, "--crop must be a whole number");
  }
  assertThrows(() => choiceOf({ data: "p", without: "A,,B" }), UsageError, "names with commas");
});
