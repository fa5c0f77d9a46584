import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { parseOptions } from "../../../tasks/shared/options.ts";
import {
  targetDomains,
  translateHelp,
  translateOptions,
  translateRequest,
} from "../../../tasks/shared/translate_options.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";

const request = (...args: string[]) =>
  translateRequest(
    parseOptions(translateOptions, ["--in", "a.png", "--to", "b", "--out", "c.png", ...args]),
  );

Deno.test("what is not asked for stays off; what is given without a number has its default", () => {
  const off = { strength: 1, mix: undefined, refine: undefined, nearest: 0, portraits: undefined };
  assertEquals(request(), off);
  assertEquals(request("--mix", "m.png"), { ...off, mix: { file: "m.png", share: 0.5 } });
  assertEquals(request("--refine"), { ...off, refine: { steps: 100, weight: 0.2 } });
  assertEquals(
    request("--refine", "7", "--refine-weight", "1.5", "--strength", "0", "--nearest", "16"),
    { ...off, strength: 0, refine: { steps: 7, weight: 1.5 }, nearest: 16 },
  );
  assertEquals(request("--mix", "m.png", "--mixing", "0").mix?.share, 0);
  assertEquals(request("--align").portraits, { pasteBack: undefined });
  assertEquals(request("--align", "--paste-back").portraits, { pasteBack: "face" });
  assertEquals(request("--paste-back", "square", "--align").portraits, { pasteBack: "square" });
});

Deno.test("every wrong value names the option and the remedy", () => {
  const cases: [string[], string][] = [
    [["--strength", "3"], '--strength must be from 0 to 2, got "3"'],
    [["--strength", "much"], '--strength must be from 0 to 2, got "much"'],
    [["--strength", " "], '--strength must be from 0 to 2, got " "'],
    [["--mixing", "0.3"], "--mixing does nothing without --mix FILE: give both, or neither"],
    [["--mix", "m.png", "--mixing", "2"], '--mixing must be from 0 to 1, got "2"'],
    [["--refine", "2.5"], '--refine must be a whole number from 1 to 10000, got "2.5"'],
    [["--refine-weight", "1"], "--refine-weight does nothing without --refine: give both"],
    [["--refine", "--refine-weight", "-1"], "--refine-weight"],
    [["--nearest", "0"], '--nearest must be a whole number from 1 to 16, got "0"'],
    [["--nearest", "17"], '--nearest must be a whole number from 1 to 16, got "17"'],
    [["--paste-back"], "--paste-back does nothing without --align: give both, or neither"],
    [["--align", "--paste-back", "hair"], '--paste-back must be face or square, got "hair"'],
    [["--align", "--nearest", "3"], "--nearest is for pictures that are aligned: run deno task"],
    [["--crop", "150"], "--crop does nothing without --nearest K: give both, or neither"],
    [["--data", "faces"], "--data does nothing without --nearest K: give both, or neither"],
  ];
  for (const [args, message] of cases) {
    assertStringIncludes(assertThrows(() => request(...args), UsageError).message, message);
  }
});

Deno.test("--to names one domain, several, or all; a domain of that very name comes first", async () => {
  const domains = ["cats", "dogs", "owls"];
  assertEquals(await targetDomains("dogs", domains), ["dogs"]);
  assertEquals(await targetDomains("owls,cats,owls", domains), ["owls", "cats"]);
  assertEquals(await targetDomains("all", domains), domains);
  assertEquals(await targetDomains("all", ["all", "some"]), ["all"]);
  assertEquals(await targetDomains("a,b", ["a,b", "c"]), ["a,b"]);
  assertEquals(await targetDomains("Jose\u0301,cats", ["cats", "Jos\u00e9"]), [
    "Jos\u00e9",
    "cats",
  ]);
  assertEquals(await targetDomains("Jos\u00e9", ["cats", "Jose\u0301"]), ["Jose\u0301"]);
  for (const [text, unknown] of [["cats,dgos", "dgos"], ["cats,", ""], ["dog", "dog"]]) {
    await assertRejects(
      () => targetDomains(text, domains),
      UsageError,
      `Unknown domain "${unknown}": choose one of cats, dogs, owls`,
    );
  }
});

Deno.test("help names every option once, in its group", () => {
  for (const name of Object.keys(translateOptions)) {
    assertEquals(translateHelp.match(new RegExp(`^  --${name}\\b(?!-)`, "gm"))?.length, 1, name);
  }
  assertStringIncludes(translateHelp, "\n\nA check against memorising:\n  --nearest K ");
});
