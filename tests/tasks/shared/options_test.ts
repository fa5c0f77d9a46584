import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { allowedFields, configOptions, givenConfig } from "../../../tasks/shared/config_options.ts";
import { helpText, parseOptions } from "../../../tasks/shared/options.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";

const table = {
  out: { value: "RUN", required: true, doc: "where to" },
  stage: { value: "N", doc: "which", choices: ["1", "2"] },
  flip: { value: "true|false", doc: "mirror", bare: true },
  json: { doc: "as JSON" },
} as const;

Deno.test("options and flags are read, with a space or an equals sign", () => {
  const given = parseOptions(table, ["--out", "a b", "--stage=2", "--json"]);
  assertEquals({ ...given }, { out: "a b", stage: "2", flip: undefined, json: true });
  assertEquals(parseOptions(table, ["--out=-1"]).out, "-1");
  assertEquals(parseOptions(table, ["--out", "-0.5", "--json"]).out, "-0.5");
  assertEquals(parseOptions(table, ["--flip", "--out", "007"]).out, "007");
  assertEquals(parseOptions(table, ["--flip", "--out", "007"]).flip, "");
});

Deno.test("every wrong use names the option and the remedy", () => {
  const cases: [string[], string][] = [
    [[], "--out RUN is required"],
    [["--out"], "--out RUN is required"],
    [["--out", "a", "--stage"], "--stage needs a value: --stage N"],
    [["--out", "a", "--stage", "3"], '--stage must be one of 1, 2, got "3"'],
    [["--out", "a", "--out", "b"], "--out is given more than once"],
    [["--out", "a", "--stgae", "1"], "Unknown option --stgae: did you mean --stage?"],
    [["--out", "a", "--Stage=1"], "Unknown option --Stage: did you mean --stage?"],
    [["--out", "a", "--xylophone"], "Unknown option --xylophone: see --help"],
    [["--out", "a", "-x"], "Unknown option -x: see --help"],
    [["--out", "a", "b"], '"b" belongs to no option: see --help'],
    [["--out", "a", "--", "b"], '"b" belongs to no option: see --help'],
  ];
  for (const [args, message] of cases) {
    assertEquals(assertThrows(() => parseOptions(table, args), UsageError).message, message);
  }
});

Deno.test("every config field is an option but preset, and is parsed by its rule", () => {
  const args = ["--gf", "8", "--flip", "--diffAugment", "color,cutout", "--eAugment", "none"];
  const given = givenConfig(parseOptions(configOptions, args));
  assertEquals({ ...given }, { gf: 8, flip: true, diffAugment: ["color", "cutout"], eAugment: [] });
  assertThrows(
    () => givenConfig(parseOptions(configOptions, ["--gf=-1"])),
    UsageError,
    "--gf must be from 1 to 512, got -1",
  );
  assertThrows(() => parseOptions(configOptions, ["--preset", "tiny"]), UsageError, "--preset");
});

Deno.test("options are read in kebab-case, in camelCase, and under former names", () => {
  const ways: [string[], Record<string, unknown>][] = [
    [["--g-norm", "batch", "--steps-1", "3", "--e-beta1=0.5"], {
      gNorm: "batch",
      steps1: 3,
      eBeta1: 0.5,
    }],
    [["--gNorm", "batch", "--steps1", "3"], { gNorm: "batch", steps1: 3 }],
    [["--ema", "0.5", "--e-real", "2", "--eDecay=1"], {
      emaMomentum: 0.5,
      eRealWeight: 2,
      eDecayShare: 1,
    }],
  ];
  for (const [args, config] of ways) {
    assertEquals({ ...givenConfig(parseOptions(configOptions, args)) }, config);
  }
  const dry = { "dry-run": { doc: "try" } } as const;
  assertEquals(parseOptions(dry, ["--dryRun"])["dry-run"], true);
  assertThrows(
    () => parseOptions(configOptions, ["--ema", "0.5", "--ema-momentum", "0.6"]),
    UsageError,
    "--ema-momentum is given more than once",
  );
  assertThrows(
    () => givenConfig(parseOptions(configOptions, ["--gLearningRate", "2"])),
    UsageError,
    "--g-learning-rate must be from 0 to 1, got 2",
  );
});

Deno.test("--allow-changed takes a field's name in every spelling that its option has", () => {
  const fields = allowedFields("dLearningRate,g-learning-rate,eReal,e-detail");
  assertEquals(fields, ["dLearningRate", "gLearningRate", "eRealWeight", "eDetailWeight"]);
  assertThrows(() => allowedFields("gf"), UsageError, "--allow-changed gf is not a field");
});

Deno.test("a word near an option's name in either spelling is answered in kebab-case", () => {
  for (const typed of ["--g-lerning-rate", "--gLerningRate"]) {
    assertThrows(
      () => parseOptions(configOptions, [typed, "1"]),
      UsageError,
      `Unknown option ${typed}: did you mean --g-learning-rate?`,
    );
  }
});

Deno.test("a flag is true, false by its word, and nothing else", () => {
  assertEquals(parseOptions(table, ["--out", "a", "--json", "false"]).json, false);
  assertEquals(parseOptions(table, ["--out", "a", "--json=true"]).json, true);
  assertThrows(
    () => parseOptions(table, ["--out", "a", "--json=1"]),
    UsageError,
    '--json is a flag and takes no value, got "1"',
  );
});

Deno.test("help lists every option with its value and meaning, aligned", () => {
  const help = helpText("deno task x", "Does x.", { Options: table });
  assertStringIncludes(help, "Usage: deno task x\n\nDoes x.\n\nOptions:\n");
  assertStringIncludes(help, "\n  --out RUN          where to\n");
  assertStringIncludes(help, "\n  --json             as JSON");
  const config = helpText("x", "y", { Config: configOptions });
  assertStringIncludes(config, "\n  --e-beta1 N");
  assertStringIncludes(config, "\n  --steps1 N");
  assert(!/--\w*[A-Z]/.test(config), config);
});
