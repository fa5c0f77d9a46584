import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type Config,
  configDifference,
  configFields,
  type ConfigKey,
  type FieldRule,
  fieldsWithoutEffect,
  parseConfigValue,
  savedConfig,
  validateConfig,
} from "../lib/config.ts";
import { createConfig } from "../lib/presets.ts";

const config = createConfig("tiny");

Deno.test("a config read back from JSON is the same config, and frozen", () => {
  const read = validateConfig(JSON.parse(JSON.stringify(config)));
  assertEquals({ ...read }, { ...config });
  assert(Object.isFrozen(read));
});

Deno.test("unknown, missing and wrong fields are all named in one error", () => {
  const { gf: _, ...rest } = config;
  const { message } = assertThrows(
    () => validateConfig({ ...rest, bacth: 4, size: 48, flip: "yes", steps1: 1.5, emaMomentum: 2 }),
    RangeError,
  );
  for (
    const part of [
      "bacth is not a config field",
      "gf is missing",
      "size must be one of 32, 64, 128, got 48",
      'flip must be true or false, got "yes"',
      "steps1 must be an integer, got 1.5",
      "emaMomentum must be from 0 to 0.999999, got 2",
    ]
  ) assertStringIncludes(message, part);
});

Deno.test("what is not an object is no config", () => {
  for (const value of [null, 3, "tiny", []]) {
    assertThrows(() => validateConfig(value), TypeError, "must be an object");
  }
});

Deno.test("fields that contradict each other are an error", () => {
  assertThrows(() => validateConfig({ ...config, size: 64, cropFrom: 32 }), RangeError, "cropFrom");
  assertThrows(
    () => validateConfig({ ...config, labelEmbedding: 0, gNorm: "batch" }),
    RangeError,
    "G never sees c",
  );
  assertThrows(
    () => validateConfig({ ...config, consistencyWeight: 1, batch: 3 }),
    RangeError,
    "consistencyWeight needs a batch of at least 4",
  );
  assertThrows(
    () => validateConfig({ ...config, consistencyWeight: 0, robustConsistencyWeight: 1, batch: 3 }),
    RangeError,
    "robustConsistencyWeight needs a batch of at least 4",
  );
  assertThrows(
    () => validateConfig({ ...config, size: 32, cropFrom: 32, gLabelFrom: 64 }),
    RangeError,
    "G never sees c: gLabelFrom must be at most size (32), got 64",
  );
  assertThrows(
    () => validateConfig({ ...config, encodedShare: 0.5, zDistribution: "uniform", batch: 8 }),
    RangeError,
    "encodedShare needs zDistribution normal, got uniform",
  );
});

Deno.test("every field's own value survives the command line", () => {
  for (const key of Object.keys(configFields) as ConfigKey[]) {
    assertEquals(parseConfigValue(key, String(config[key])), config[key], key);
  }
});

Deno.test("command-line values of every type", () => {
  assertEquals(parseConfigValue("diffAugment", "color,cutout"), ["color", "cutout"]);
  assertEquals(parseConfigValue("diffAugment", "none"), []);
  assertEquals(parseConfigValue("flip", ""), true);
  assertEquals(parseConfigValue("flip", "false"), false);
  assertEquals(parseConfigValue("size", "128"), 128);
  assertEquals(parseConfigValue("gLearningRate", "1e-4"), 1e-4);
});

Deno.test("command-line values that do not fit name the field and what fits", () => {
  const cases: [string, string, string][] = [
    ["size", "48", "32, 64, 128"],
    ["batch", "", "batch must be an integer"],
    ["batch", "many", "batch must be an integer"],
    ["batch", "1", "from 2 to 1024"],
    ["diffAugment", "color,blur", "color, translation, cutout"],
    ["diffAugment", "color,color", "diffAugment"],
    ["flip", "maybe", "true or false"],
    ["bacth", "4", "bacth is not a config field"],
  ];
  for (const [key, text, part] of cases) {
    assertThrows(() => parseConfigValue(key, text), RangeError, part);
  }
});

Deno.test("the difference of two configs lists exactly the fields that differ", () => {
  assertEquals(configDifference(config, config), []);
  assertEquals(configDifference(config, { ...config, gf: 8, diffAugment: ["color"] }), [
    `gf: ${config.gf} -> 8`,
    'diffAugment: [] -> ["color"]',
  ]);
});

Deno.test("a config saved before a field existed means what it meant then", () => {
  const { eRealWeight: _, eDetailWeight: __, ...older } = createConfig("release");
  assertEquals(savedConfig(older), createConfig("release"));
  assertEquals(savedConfig({ ...older, eRealWeight: 2 }).eRealWeight, 2);
  const { gf: ___, ...broken } = older;
  assertThrows(() => savedConfig(broken), RangeError, "gf is missing");
  assertThrows(() => savedConfig([older]), TypeError, "must be an object");
});

Deno.test("a config saved under former names is read under the present ones", () => {
  const saved = { ...createConfig("release") } as Record<string, unknown>;
  const former: Record<string, string> = {};
  for (const [key, { was = [] }] of Object.entries<FieldRule>(configFields)) {
    for (const name of was) {
      former[name] = key;
      saved[name] = saved[key];
      delete saved[key];
    }
  }
  assertEquals(former, {
    consistency: "consistencyWeight",
    robustConsistency: "robustConsistencyWeight",
    ema: "emaMomentum",
    bnDecay: "bnMomentum",
    labelled: "labelledShare",
    decay: "decayShare",
    eDecay: "eDecayShare",
    eReal: "eRealWeight",
    eDetail: "eDetailWeight",
    eInvariance: "eInvarianceWeight",
  });
  assertEquals(savedConfig(saved), createConfig("release"));
  assertEquals(savedConfig({ ...saved, eReal: 2 }).eRealWeight, 2);
  assertThrows(
    () => savedConfig({ ...config, ema: 0.5 }),
    RangeError,
    "ema is called emaMomentum now",
  );
  assertEquals(parseConfigValue("ema", "0.5"), 0.5);
});

Deno.test("a field's former name in a program is answered with the present one", () => {
  assertThrows(
    () => createConfig("tiny", { ema: 0.5 } as Partial<Config>),
    RangeError,
    "ema is called emaMomentum now",
  );
});

Deno.test("every row of the table is sound: values that fit, other fields that exist", () => {
  for (const [key, rule] of Object.entries<FieldRule>(configFields)) {
    if (rule.absent !== undefined) {
      assertEquals(parseConfigValue(key, String(rule.absent)), rule.absent, key);
    }
    for (const other of Object.keys(rule.onlyWith ?? {})) assert(other in configFields, other);
  }
});

Deno.test("fields without effect under the others are named once, with what they need", () => {
  const modern = createConfig("modern", { gKernel: 5, classOnFakes: true });
  assertEquals(fieldsWithoutEffect(modern, ["classOnFakes", "gKernel", "gf"]), [
    "gKernel has no effect: it counts only where gUp is deconv, and gUp is upsample",
    "classOnFakes has no effect: it counts only where dHead is acgan, and dHead is adcgan",
  ]);
  assertEquals(fieldsWithoutEffect(modern, ["gf"]), []);
  assertEquals(fieldsWithoutEffect(createConfig("release"), ["gKernel", "classOnFakes"]), []);
  const unweighed = createConfig("release", { classWeight: 0 });
  assertEquals(fieldsWithoutEffect(unweighed, ["classOnFakes"]).length, 1);
});
