import { assertEquals, assertThrows } from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";

const names = { string: ["out", "gf"], boolean: ["json", "help"] };

Deno.test("@std/cli: options, flags and words, as the package reads them", () => {
  const cases: [string[], Record<string, unknown>][] = [
    [[], { _: [], json: false, help: false }],
    [["--out", "a b", "--json"], { _: [], out: "a b", json: true, help: false }],
    [["--out=a=b", "--gf", "007"], { _: [], out: "a=b", gf: "007", json: false, help: false }],
    [["--out", "--json"], { _: [], out: "", json: true, help: false }],
    [["--out"], { _: [], out: "", json: false, help: false }],
    [["--out", "true"], { _: [], out: "true", json: false, help: false }],
    [["--json", "false", "--help", "true"], { _: [], json: false, help: true }],
    [["--json=false", "--help=no"], { _: [], json: false, help: true }],
    [["--out", "a", "--out", "b"], { _: [], out: "b", json: false, help: false }],
    [["x", "7", "--", "--out", "8"], { _: ["x", 7, "--out", "8"], json: false, help: false }],
    [["--other", "3"], { _: [], other: 3, json: false, help: false }],
    [["--json", "x"], { _: ["x"], json: true, help: false }],
  ];
  for (const [args, given] of cases) assertEquals({ ...parseArgs(args, names) }, given);
});

Deno.test("@std/cli: unknown is told of what no name covers, and false leaves it out", () => {
  const told: unknown[] = [];
  const unknown = (arg: string, key?: string, value?: unknown) => {
    told.push([arg, key, value]);
    return false;
  };
  const given = parseArgs(["--outt", "a", "--json", "x", "--y=1"], { ...names, unknown });
  assertEquals({ ...given }, { _: [], json: true, help: false });
  assertEquals(told, [["--outt", "outt", "a"], ["x", undefined, undefined], ["--y=1", "y", "1"]]);
});

Deno.test("@std/cli: the stand-in refuses what it does not cover", () => {
  assertThrows(() => parseArgs(["-x"], names), TypeError, "does not read -x");
});
