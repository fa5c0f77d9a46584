import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { fitFileName } from "../../lib/checkpoint/fit_file_name.ts";

const bytes = (text: string) => new TextEncoder().encode(text).length;

Deno.test("a name that fits stays as it is", () => {
  assertEquals(fitFileName("a", ".png"), "a.png");
  assertEquals(fitFileName("a".repeat(251), ".png"), "a".repeat(251) + ".png");
});

Deno.test("a name that is too long is cut between characters, and stays unique", () => {
  for (const letter of ["a", "é", "e\u0301", "漢", "👩‍👩‍👧"]) {
    const long = letter.repeat(300), fitted = fitFileName(long, ".png");
    assert(bytes(fitted) <= 255 && bytes(fitted) > 225, `${bytes(fitted)}`);
    const begin = fitted.slice(0, fitted.indexOf("~"));
    assertEquals(begin, letter.repeat(begin.length / letter.length));
    assertNotEquals(fitFileName(long + "b", ".png"), fitted);
    assertEquals(fitFileName(long, ".png"), fitted);
  }
});
