import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { meanAgreement } from "../../lib/evaluation/drawn/preservation.ts";
import { configDifference, validateConfig } from "../../lib/config.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import { decodeSafetensors } from "../../lib/checkpoint/safetensors.ts";
import { blasOption } from "../../tasks/shared/blas_option.ts";
import { configOptions, givenConfig } from "../../tasks/shared/config_options.ts";
import { parseOptions } from "../../tasks/shared/options.ts";
import { readEvaluation } from "../../lib/evaluation/read_evaluation.ts";
import { readPosition } from "../../tasks/shared/checkpoint_position.ts";
import { findShippedWeights, shippedWeights } from "../../tasks/shared/shipped_weights.ts";

const UNKNOWN = "not yet there";

Deno.test("the model card is filled in, and its SHA-256 is that of the weights", async () => {
  const card = await Deno.readTextFile(shippedWeights.card);
  const field = (name: string) => new RegExp(`^\\| ${name} +\\| (.+?) +\\|$`, "m").exec(card)?.[1];
  const bytes = await Deno.readFile(shippedWeights.path).catch(() => null);
  if (!bytes) {
    // A card without weights must not claim anything of them.
    assertEquals(field("SHA-256"), UNKNOWN);
    return;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  assertEquals(field("SHA-256")?.replaceAll("`", ""), digest);
  assert(!card.includes(UNKNOWN), "a field of the card is not filled in");
  const { config, domains } = await readPosition(shippedWeights.path);
  assertEquals([config.size, ...domains], [64, "man", "woman"]);
  assertEquals(field("seed"), String(config.seed));
  assert(bytes.length < 16 * 2 ** 20, "too large to ship");
});

/** The options of the card's commands that train, in their order. */
function cardCommands(card: string) {
  const value = { value: "X", doc: "" };
  const others = {
    ...{ data: value, crop: value, without: value, preset: value },
    ...{ out: value, generator: value, from: value },
  };
  const before = card.slice(0, card.indexOf("## Scores"));
  return before.replaceAll("\\\n", " ").split("\n").flatMap((line) => {
    const words = /(?:task train|tasks\/train\.ts) (.+?)\s*(#|$)/.exec(line)?.[1].split(/\s+/);
    return words ? [parseOptions({ ...configOptions, ...others, blas: blasOption }, words)] : [];
  });
}

Deno.test("the card's commands train under the config that the weights were saved with", async () => {
  const card = await Deno.readTextFile(shippedWeights.card);
  const commands = cardCommands(card), [one, two, ...more] = commands;
  assertEquals(commands.map(({ data }) => data), commands.map(() => shippedWeights.spec));
  assertEquals(commands.length, 4);
  assertEquals(two.generator, one.out);
  // Each of the others goes on with what the one before it left, and changes some fields.
  assertEquals(more.map(({ from }) => from), commands.slice(1, -1).map(({ out }) => out));
  const first = createConfig(one.preset as PresetName, givenConfig(one));
  const commanded = [two, ...more].reduce(
    (config, command) => validateConfig({ ...config, ...givenConfig(command) }),
    first,
  );
  const { config, step1, step2 } = await readPosition(shippedWeights.path);
  assertEquals(configDifference(commanded, config), []);
  assertEquals([step1, step2], [config.steps1, config.steps2]);
  // The file itself spells the fields as they are called now; it lacks those that came after it.
  const { im2im } = decodeSafetensors(await Deno.readFile(shippedWeights.path)).metadata;
  const saved: Record<string, unknown> = JSON.parse(im2im).config;
  const values: Record<string, unknown> = config;
  assertEquals(saved, Object.fromEntries(Object.keys(saved).map((key) => [key, values[key]])));
});

Deno.test("the card of portraits-64: digest, terms, and its commands", async () => {
  const { path, card: file, terms, spec } = findShippedWeights("portraits-64")!;
  const card = await Deno.readTextFile(file), bytes = await Deno.readFile(path);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  assertStringIncludes(card, `| SHA-256    | \`${digest}\``);
  assertStringIncludes(card, "for non-commercial research only");
  assertStringIncludes(terms!, "for non-commercial research only");
  assertEquals(spec, undefined);
  assert(bytes.length < 8 * 2 ** 20, "too large to ship");
  const { config, domains, step1, step2 } = await readPosition(path);
  assertEquals(domains, ["man", "woman"]);
  const commands = cardCommands(card), [one, ...more] = commands;
  assertEquals(commands.length, 3);
  assertEquals(more.map(({ from }) => from), commands.slice(0, -1).map(({ out }) => out));
  const commanded = more.reduce(
    (config, command) => validateConfig({ ...config, ...givenConfig(command) }),
    createConfig(one.preset as PresetName, givenConfig(one)),
  );
  assertEquals(configDifference(commanded, config), []);
  assertEquals([step1, step2], [config.steps1, config.steps2]);
});

/** A row of the card's table of scores, by its name: the numbers of its last column. */
function cardScores(card: string, name: string): number[] {
  const row = card.split("\n").find((line) => line.startsWith(`| ${name} `));
  assert(row, `no row ${name}`);
  return row.split("|").at(-2)!.split("/").map(Number);
}

Deno.test("the card's scores on faces:test are those of the stored evaluation", async () => {
  const card = await Deno.readTextFile(shippedWeights.card);
  const json = shippedWeights.path.replace(/\.safetensors$/, ".test.json");
  const evaluation = readEvaluation(JSON.parse(await Deno.readTextFile(json)));
  const { directions, samples, latent, reconstruction } = evaluation;
  const mean = (values: (number | null)[]) => [
    values.reduce<number>((sum, v) => sum + v!, 0) / values.length,
  ];
  const stored: Record<string, (number | null)[]> = {
    "target accuracy": directions.map((d) => d.targetAccuracy),
    "paired score": directions.map((d) => d.pairedScore),
    "of the target's mean face": directions.map((d) => d.meanFaceScore),
    "of the nearest other input's counterpart": directions.map((d) => d.neighbourScore),
    "of a copy of the input": directions.map((d) => d.copyScore),
    "kept attributes": directions.map((d) => meanAgreement(d.kept!)),
    "kernel distance of samples, random convolutions": mean(
      samples.map((s) => s.sampleKernelDistance),
    ),
    "kernel distance of samples, classifier's features": mean(
      samples.map((s) => s.sampleClassifierDistance),
    ),
    "diversity": mean(samples.map((s) => s.sampleDiversity)),
    "MS-SSIM of samples": mean(samples.map((s) => s.sampleMsSsim)),
    "edges of translations": mean(directions.map((d) => d.edges)),
    "z R^2": [latent.r2],
    "class leak": [latent.classLeak],
    "reconstruction MSE, reals": [reconstruction.real.mse],
    "reconstruction MSE, fakes": [reconstruction.fake.mse],
  };
  for (const [name, values] of Object.entries(stored)) {
    const digits = /distance|MSE/.test(name) ? 3 : 2;
    const rounded = values.map((v) => Number(v!.toFixed(digits)));
    assertEquals(cardScores(card, name), rounded, name);
  }
});
