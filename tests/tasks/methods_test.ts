import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { install } from "../../lib/kernels/mod.ts";
import { decodeSafetensors } from "../../lib/checkpoint/safetensors.ts";
import { type Config, configDifference } from "../../lib/config.ts";
import type { DataSet, ImageSet, PictureFacts } from "../../lib/data/image_set.ts";
import type { MethodEvaluation } from "../../lib/evaluation/evaluation.ts";
import type { Translator } from "../../lib/translation/translator.ts";
import { bothDirections } from "../../tasks/recipes/methods/both_directions.ts";
import {
  isReference,
  type MethodPart,
  type MethodSetting,
} from "../../tasks/recipes/methods/method.ts";
import { methods } from "../../tasks/recipes/methods/method_list.ts";
import { methodNamed, methodsNamed } from "../../tasks/recipes/methods/method_variant.ts";
import {
  budgetName,
  type MethodPlan,
  methodRunName,
  missingMethodRuns,
} from "../../tasks/recipes/methods/method_plan.ts";
import {
  checkSameData,
  checkSameMethod,
  costOf,
  type MethodRow,
  readMethodRows,
} from "../../tasks/recipes/methods/method_row.ts";
import { methodTableText } from "../../tasks/recipes/methods/method_table.ts";
import { imagesOfSteps, scheduled, stepsOf } from "../../tasks/recipes/methods/schedule.ts";
import { splitHeldOut } from "../../tasks/recipes/methods/split_held_out.ts";
import { appendStepCosts, findStepCosts } from "../../tasks/recipes/methods/step_costs.ts";
import { keptVerdicts } from "../../tasks/recipes/methods/verdicts.ts";
import { runTask, startTask, writeDomains } from "./task_process.ts";

await install("cpu");

const setting: MethodSetting = { size: 32, seed: 3, domains: ["man", "woman"], smoke: false };
const partsOf = (name: string, given = setting): readonly MethodPart[] => {
  const method = methods.find((method) => method.name === name)!;
  return isReference(method) ? [] : method.parts({ ...given, builtOn: "run" });
};
const plan: MethodPlan = {
  ...{ size: 32, seeds: [1, 2], smoke: false, paired: true },
  budget: { seconds: 180 },
};

const row = (method: string, seed: number, rest: Partial<MethodRow> = {}): MethodRow => ({
  ...{ method, seed, data: "faces", size: 32, budget: "180s", parts: [] },
  ...{ backend: "wasm", device: "CPU", date: "2026-01-01", command: "typed" },
  test: {
    ...{ directions: [], samples: [], latent: null, reconstruction: { fake: null, real: null } },
    classifier: { heldOutAccuracy: 1 },
  } as unknown as MethodEvaluation,
  ...rest,
});

Deno.test("methods: names are one of a kind, and the family differs from the two-step method in what D is told and asked", () => {
  assertEquals(new Set(methods.map(({ name }) => name)).size, methods.length);
  const config = (name: string) => {
    const [part] = partsOf(name);
    assert(part.of === "two-step");
    return part.config;
  };
  const changed = (name: string) =>
    configDifference(config("two-step"), config(name)).map((line) => line.split(":")[0]);
  assertEquals(config("two-step").preset, "tiny");
  assertEquals(partsOf("two-step", { ...setting, size: 64 })[0].config.size, 64);
  assertEquals(changed("concat"), ["dHead"]);
  assertEquals(changed("projection"), ["dHead"]);
  assertEquals(changed("semi").toSorted(), ["dHead", "labelledShare"]);
  assertEquals(
    changed("icgan").toSorted(),
    ["dHead", "eDomain", "eErase", "eInvarianceWeight", "eRealWeight"],
  );
  for (const { name } of methods) {
    for (const size of [32, 64] as const) {
      for (const smoke of [false, true]) {
        for (const { config } of partsOf(name, { ...setting, size, smoke })) {
          assertEquals([config.size, config.seed], [size, 3], name);
        }
      }
    }
  }
});

Deno.test("a schedule uses up its budget, and stages keep their shares", () => {
  const [part] = partsOf("two-step"); // 3600 + 1800 steps
  assertEquals(stepsOf(scheduled(part, [0.1, 0.05], 50)), [400, 200]);
  assertEquals(stepsOf(scheduled(part, [64, 64], 48_000)), [500, 250]);
  assertEquals(stepsOf(scheduled(part, [0.1, 0.05], 0.01)), [1, 1]);
  assertEquals(imagesOfSteps(part), [16, 16]);
  assertEquals(imagesOfSteps(partsOf("semi")[0]), [32, 16]);
  assertEquals(imagesOfSteps(partsOf("infogan")[0]), [32, 32]);
  const [cycle] = partsOf("cyclegan");
  assertEquals(imagesOfSteps(cycle), [2]);
  assertEquals(stepsOf(scheduled(cycle, [2], 1000)), [500]);
  assertEquals(partsOf("dtn").map(imagesOfSteps), [[32], [32]]);
});

Deno.test("runs: seed by seed, what needs no training once, none that has its row", () => {
  const named = (given: MethodPlan, rows: readonly MethodRow[] = []) =>
    missingMethodRuns(given, rows).map(({ method, seed }) => method.name + seed);
  const only = ["two-step", "cyclegan", "copy", "neighbour"];
  const few = { ...plan, only };
  assertEquals(named(few), [
    ...["two-step1", "cyclegan1", "copy1", "neighbour1"],
    ...["two-step2", "cyclegan2"],
  ]);
  assertEquals(named({ ...few, paired: false })[2], "copy1");
  assert(!named({ ...few, paired: false }).includes("neighbour1"));
  assertEquals(named(few, [row("cyclegan", 1), row("copy", 1), row("two-step", 2)]), [
    ...["two-step1", "neighbour1", "cyclegan2"],
  ]);
  assertEquals(named(few, [row("two-step", 1, { budget: "60s" })]).length, 6);
  assert(!named(plan).includes("portraits1"), "an extra method");

  // What builds on another run waits for it, and is not done where that failed.
  const built = { ...plan, seeds: [1], only: ["two-step", "dtn"] };
  assertEquals(named(built), ["two-step1"]);
  assertEquals(named(built, [row("two-step", 1)]), ["dtn1"]);
  assertEquals(named(built, [row("two-step", 2)]), ["two-step1"]);
  assertEquals(named(built, [row("two-step", 1, { test: undefined, failure: "NaN" })]), []);
  assertEquals(budgetName({ budget: { images: 5 }, smoke: true }), "smoke-5images");
});

Deno.test("rows of other data, or of other people, are not mixed", () => {
  const given = { data: "faces", size: 32 };
  checkSameData([row("copy", 1)], { ...given, on: "test" });
  checkSameData([row("copy", 1, { on: "validation" })], { ...given, on: "validation" });
  for (
    const [other, said] of [
      [{ size: 64 }, "faces at 32x32, scored on test, and this is faces at 64x64, scored on test"],
      [{ on: "validation" }, "and this is faces at 32x32, scored on validation: use another --out"],
    ] as const
  ) {
    const error = assertThrows(() => checkSameData([row("copy", 1)], { ...given, ...other }));
    assertStringIncludes((error as Error).message, said);
  }
});

Deno.test("variants: a method with fields of its config changed, under one name", () => {
  const variant = methodNamed("portraits:zWeight=2:z=32:d-head=acgan");
  assert(!isReference(variant));
  assertEquals(variant.name, "portraits:z=32:d-head=acgan:z-weight=2");
  assertEquals(variant.doc, "portraits with z 32, d-head acgan, z-weight 2");
  const given = { ...setting, size: 64 } as const;
  const configOf = ({ config }: MethodPart) => config as Config;
  const changed = configDifference(
    configOf(partsOf("portraits", given)[0]),
    configOf(variant.parts(given)[0]),
  );
  assertEquals(changed.map((line) => line.split(":")[0]).toSorted(), ["dHead", "z", "zWeight"]);
  const augmented = methodNamed("portraits:diff-augment=color+cutout");
  assert(!isReference(augmented));
  assertEquals(configOf(augmented.parts(given)[0]).diffAugment, ["color", "cutout"]);
  assertEquals(augmented.name, "portraits:diff-augment=color+cutout");

  const named = (names: readonly string[]) => methodsNamed(names).map(({ name }) => name);
  assertEquals(named(["copy", "two-step:z=8", "portraits", "two-step", "two-step:z=8"]), [
    ...["two-step", "two-step:z=8", "portraits", "copy"],
  ]);
  const only = ["two-step", "two-step:diff-augment=none"];
  const runs = missingMethodRuns({ ...plan, seeds: [1], only }, [row("two-step", 1)]);
  assertEquals(runs.map((run) => methodRunName(run, plan)), [
    "two-step_diff-augment_none_180s_seed1",
  ]);
  const table = methodTableText(
    [row("two-step:z=8", 1, { on: "validation" })],
    () => undefined,
    "",
  );
  assertStringIncludes(table, "- two-step:z=8: two-step with z 8");
  assertStringIncludes(table, "of `faces`, by which methods are chosen");

  for (
    const [name, said] of [
      ["nobody:z=8", 'there is no method "nobody"'],
      ["copy:z=8", "only a training of the two-step method has fields"],
      ["dtn:z=8", "only a training of the two-step method has fields"],
      ["two-step:size=64", "size is decided by the table"],
      ["two-step:steps1=64", "steps1 is decided by the table"],
      ["two-step:nothing=8", "must be FIELD=VALUE"],
      ["two-step:z", "must be FIELD=VALUE"],
      ["two-step:z=many", "z must be"],
    ]
  ) {
    assertStringIncludes((assertThrows(() => methodNamed(name)) as Error).message, said);
  }
  const cyclegan = methodNamed("cyclegan:batch=2");
  assertThrows(() => !isReference(cyclegan) && cyclegan.parts(setting), RangeError, "two-step");
});

Deno.test("rows of a method that has changed are not mixed with new ones", () => {
  const made = (name: string, changes: Record<string, unknown>) =>
    row(name, 3, {
      parts: partsOf(name).map(({ config }) => ({
        ...{ folder: "x", steps: [1], seconds: 1, images: 1 },
        config: { ...config, ...changes },
      })),
    });
  checkSameMethod(made("two-step", { steps1: 7, steps2: 8 }), partsOf("two-step"));
  checkSameMethod(made("dtn", { f: "other", fLength: 16 }), partsOf("dtn"));
  for (const [name, changes] of [["two-step", { beta1: 0.25 }], ["dtn", { gf: 8 }]] as const) {
    let message = "";
    try {
      checkSameMethod(made(name, changes), partsOf(name));
    } catch (error) {
      message = (error as Error).message;
    }
    assertStringIncludes(message, `another config (${Object.keys(changes)})`);
  }
});

/** A translation that turns every image into its number. */
const constant = (from: number, to: number, value: number): Translator => ({
  ...{ domains: ["a", "b"], size: 1, parameters: 10, directions: [[from, to]] },
  translate: (x) => tf.fill(x.shape, value),
  reconstruct: (x, c) => c === to ? tf.fill(x.shape, value + 0.5) : undefined,
});

Deno.test("two trainings of one direction each are one translation of both", () => {
  const both = bothDirections([constant(0, 1, 1), constant(1, 0, 2)]);
  const x = tf.zeros<tf.Rank.R4>([1, 1, 1, 3]);
  const first = (y?: tf.Tensor) => y?.dataSync()[0];
  assertEquals([0, 1].map((c) => first(both.translate(x, c))), [2, 1]);
  assertEquals([0, 1].map((c) => first(both.reconstruct(x, c))), [2.5, 1.5]);
  assertEquals([both.parameters, both.directions], [20, [[0, 1], [1, 0]]]);
});

Deno.test("held-out pictures in two halves: nobody is in both, and facts go with their images", () => {
  const people = [["ann", "bob", "ann", "cy", "dee"], ["bob", "eve", "cy"]];
  const facts = people.map((names, c) =>
    names.map((person, i): PictureFacts => ({ name: `${c}${i}`, person }))
  );
  const images: ImageSet = {
    ...{ size: 1, domains: ["a", "b"], counts: [5, 3], close: () => {} },
    read: (c, i, target) => target.set([c, i, 0]),
    [Symbol.dispose]: () => {},
  };
  const data = {
    ...{ spec: "celeba:x", train: images, heldOut: images, paired: false, skipped: [] },
    pictures: () => ({ attributes: [], train: [[], []], heldOut: facts }),
    [Symbol.dispose]: () => {},
  } as DataSet;
  const { validation, test } = splitHeldOut(data);
  const shown = ({ heldOut, pictures }: DataSet) =>
    heldOut.counts.map((count, c) =>
      Array.from({ length: count }, (_, i) => {
        const bytes = new Uint8Array(3);
        heldOut.read(c, i, bytes);
        const fact = pictures!().heldOut[c][i];
        assertEquals(`${bytes[0]}${bytes[1]}`, fact.name);
        return fact.person;
      })
    );
  assertEquals(shown(validation), [["ann", "ann", "cy"], ["eve", "cy"]]);
  assertEquals(shown(test), [["bob", "dee"], ["bob"]]);
  const unknown = splitHeldOut({ ...data, pictures: undefined });
  assertEquals([unknown.validation.heldOut.counts, unknown.test.heldOut.counts], [[3, 2], [2, 1]]);
});

Deno.test("the table: spread over seeds, other runs that are counted, failures, verdicts that stay", async () => {
  const part = (seconds: number) => ({ folder: "x", config: {}, steps: [5], seconds, images: 50 });
  const text = methodTableText(
    [
      row("two-step", 1, { parts: [part(100)] }),
      row("two-step", 2, { parts: [part(102)] }),
      row("cyclegan", 1, {
        parts: [part(90)],
        builtOn: { method: "two-step", seconds: 100, images: 7 },
      }),
      row("cyclegan", 2, { test: undefined, failure: "Loss is not finite" }),
    ],
    () => "p.png",
    "### two-step\n\nGood.",
  );
  for (
    const words of [
      "## The same 180 seconds",
      "| two-step | 2 | 101 ± 1 | 50 ± 0 | 5 |",
      "| cyclegan | 1 (1 failed) | 90 (and 100) | 50 (and 7) | 5 |",
      "- cyclegan, seed 2: Loss is not finite",
      "](p.png)",
      "Good.",
    ]
  ) assertStringIncludes(text, words);

  const folder = await Deno.makeTempDir();
  assertStringIncludes(await keptVerdicts(folder, ["two-step"]), "### two-step\n\n(two sentences)");
  await Deno.writeTextFile(`${folder}/verdicts.md`, "### two-step\n\nIt is good.\n");
  assertEquals(
    await keptVerdicts(folder, ["two-step", "cyclegan"]),
    "### two-step\n\nIt is good.\n\n### cyclegan\n\n(two sentences)\n",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("recipes --methods: every method runs, is scored and shown, and is not done again", async () => {
  const folder = await Deno.makeTempDir();
  const run = (...words: string[]) =>
    runTask("recipes", [
      ..."--methods --out table --smoke --backend wasm --seeds 1".split(" "),
      ...words,
    ], folder);
  const first = await run();
  assertEquals(first.code, 0, first.stderr);
  const rows = await readMethodRows(`${folder}/table`);
  const wanted = methods.filter(({ extra }) => !extra).map(({ name }) => name);
  assertEquals(rows.map(({ method }) => method), wanted);
  for (const { method, parts, test, heldOut, command, budget } of rows) {
    assertEquals(test!.data, "faces:test");
    assertEquals(test!.directions.map(({ count }) => count), [8, 8], method);
    assertEquals(heldOut!.length, 2);
    assertEquals(budget, "smoke-16images");
    assertStringIncludes(command, "deno task recipes --methods --out table");
    if (parts.length) assert(costOf({ parts }).images >= 16, method);
    for (const part of parts) {
      assert(part.seconds > 0, method);
      assert((await Deno.stat(`${folder}/table/${part.folder}/last.safetensors`)).size > 1000);
    }
  }
  const directionsOf = (name: string) =>
    rows.find(({ method }) => method === name)!.test!.directions;
  for (const [i, direction] of directionsOf("two-step").entries()) {
    const { copyScore, meanFaceScore, neighbourScore } = direction;
    assertEquals(directionsOf("copy")[i].pairedScore, copyScore);
    assertAlmostEquals(directionsOf("neighbour")[i].pairedScore!, neighbourScore!, 1e-5);
    assertAlmostEquals(directionsOf("mean")[i].pairedScore!, meanFaceScore!, 1e-5);
  }
  const text = await Deno.readTextFile(`${folder}/table/table.md`);
  for (const name of wanted) assertStringIncludes(text, `| ${name} |`);
  assert((await Deno.stat(`${folder}/table/picture_smoke-16images.png`)).size > 1000);

  const again = await run("--images", "16");
  assertEquals(again.code, 0, again.stderr);
  assert(!again.stdout.includes("seed 1"), again.stdout);
  // A run of the table is a run like any other.
  const [{ parts: [{ folder: model }] }] = rows;
  const made = await runTask("evaluate", [
    ..."--data faces --backend wasm --model".split(" "),
    `table/${model}`,
  ], folder);
  assertEquals(made.code, 0, made.stderr);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("recipes --methods: an interrupted run goes on to the same weights", async () => {
  const folder = await Deno.makeTempDir();
  const words = "--methods --smoke --backend wasm --seeds 1 --images 400 --only two-step,dtn";
  for (const method of ["two-step", "dtn"]) {
    const task = startTask("recipes", ["--out", "cut", ...words.split(" ")], folder);
    const [out, end] = [new Response(task.stdout).text(), new Response(task.stderr).text()];
    const run = `${method}_smoke-400images_seed1${method === "dtn" ? "_2" : ""}`;
    const log = `${folder}/cut/runs/${run}/losses.jsonl`;
    while (!await Deno.readTextFile(log).catch(() => "")) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    task.kill("SIGINT");
    assertEquals((await task.status).code, 130, await out + await end);
    assertEquals((await readMethodRows(`${folder}/cut`)).filter((r) => r.method === method), []);
  }
  for (const out of ["cut", "whole"]) {
    const { code, stderr } = await runTask("recipes", ["--out", out, ...words.split(" ")], folder);
    assertEquals(code, 0, stderr);
  }
  const [cut, whole] = await Promise.all(
    ["cut", "whole"].map((out) => readMethodRows(`${folder}/${out}`)),
  );
  assertEquals(whole.map(({ method, parts }) => [method, parts.length]), [
    ...[["two-step", 1], ["dtn", 2]],
  ]);
  for (const [i, { parts }] of whole.entries()) {
    assertEquals(cut[i].parts.map(({ steps }) => steps), parts.map(({ steps }) => steps));
    for (const part of parts) {
      const networks = async (out: string) => {
        const { arrays } = decodeSafetensors(
          await Deno.readFile(`${folder}/${out}/${part.folder}/last.safetensors`),
        );
        return arrays;
      };
      assertEquals(await networks("cut"), await networks("whole"), part.folder);
    }
  }
  const [twoStep, dtn] = cut;
  assertEquals(dtn.builtOn, { method: "two-step", ...costOf(twoStep) });
  assertEquals(dtn.test!.cost!.parameters > 0 && dtn.test!.directions.length, 2);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("recipes --methods: pictures of a folder, halves of what is held out, the same seconds", async () => {
  const folder = await Deno.makeTempDir();
  await writeDomains(folder + "/photos", { cats: 60, dogs: 60 });
  const { code, stderr, stdout } = await runTask("recipes", [
    ..."--methods --out table --data photos --smoke --seconds 1 --seeds 1,2".split(" "),
    ..."--backend wasm --only two-step,cyclegan,mean".split(" "),
  ], folder);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "Held out: 3 + 3 to adjust methods by, 3 + 3 to report");
  const rows = await readMethodRows(`${folder}/table`);
  assertEquals(
    rows.map(({ method, seed }) => method + seed),
    ["two-step1", "cyclegan1", "mean1", "two-step2", "cyclegan2"],
  );
  for (const { method, parts: [part], test } of rows) {
    assertEquals([test!.data, test!.directions[0].count], ["photos", 3]);
    assertEquals(test!.directions[0].pairedScore, null);
    if (method !== "mean") assert(part.seconds > 0.2 && part.seconds < 10, `${part.seconds}`);
  }
  assertStringIncludes(await Deno.readTextFile(`${folder}/table/table.md`), "The same 1 seconds");

  const choosing =
    "--methods --out chosen --data photos --smoke --images 32 --seeds 1 --backend wasm --on validation"
      .split(" ");
  const chosen = await runTask(
    "recipes",
    [...choosing, "--only", "two-step,two-step:z=3"],
    folder,
  );
  assertEquals(chosen.code, 0, chosen.stderr);
  const [plain, variant] = await readMethodRows(`${folder}/chosen`);
  assertEquals([plain.method, variant.method], ["two-step", "two-step:z=3"]);
  for (const { on, heldOut, test } of [plain, variant]) {
    assertEquals(on, "validation");
    assertEquals(test!.directions[0].targetAccuracy, heldOut![0].targetAccuracy);
  }
  assertStringIncludes(
    await Deno.readTextFile(`${folder}/chosen/table.md`),
    "by which methods are chosen",
  );
  const mixed = await runTask(
    "recipes",
    [...choosing.slice(0, -1), "test", "--only", "two-step"],
    folder,
  );
  assertEquals(mixed.code, 1, mixed.stdout);
  assertStringIncludes(mixed.stderr, "scored on validation, and this is");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("recipes --methods --timing: steps are timed apart from the runs, and the least counts", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const words = "--methods --smoke --backend wasm --seeds 1 --seconds 1 --only two-step,mean"
      .split(" ");
    const run = (...more: string[]) =>
      runTask("recipes", [...words, "--out", "table", ...more], folder);
    const timing = await run("--timing");
    assertEquals(timing.code, 0, timing.stderr);
    assertEquals(timing.stdout.match(/two-step: timed/g)?.length, 3);
    const lines = (await Deno.readTextFile(`${folder}/table/step_times.jsonl`)).trim().split("\n");
    assertEquals(lines.length, 3);
    assertEquals((await readMethodRows(`${folder}/table`)).length, 0);
    // Slower than the others: it changes nothing.
    await appendStepCosts(`${folder}/table`, {
      method: "two-step",
      part: 0,
      seconds: [0.25, 0.125],
    });
    const { seconds } = JSON.parse(lines[0]);
    assertEquals(
      await findStepCosts(`${folder}/table`, "two-step", 0),
      seconds.map((_: number, i: number) =>
        Math.min(...lines.map((line) => JSON.parse(line).seconds[i]), [0.25, 0.125][i])
      ),
    );
    const done = await run();
    assertEquals(done.code, 0, done.stderr);
    const [row] = await readMethodRows(`${folder}/table`), [part] = row.parts;
    assertAlmostEquals(part.seconds, 1, 0.5);
    assertEquals((await run("--timing", "--seconds", "0")).code, 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("recipes --methods: wrong use is said in a sentence", async () => {
  const folder = await Deno.makeTempDir();
  const cases: [words: string, said: string][] = [
    ["--out x", "--seconds S or --images N is required"],
    ["--out x --seconds 5 --images 5", "give one, then the other"],
    ["--seconds 5", "--out DIR is required"],
    ["--out x --seconds 5 --only nothing", 'there is no method "nothing"'],
    ["--out x --seconds 5 --only dtn", "dtn builds on the runs of two-step"],
    ["--out x --seconds 5 --only two-step:z=none", "z must be"],
    ["--out x --seconds 5 --only cyclegan:batch=2", "only a training of the two-step method"],
    ["--out x --seconds 5 --only two-step:eCells=2", "must be FIELD=VALUE"],
    ["--out x --seconds 5 --only two-step:labelled-share=0.5:d-head=concat", "labelledShare must"],
    ["--out x --seconds 5 --only portraits:z-weight=1", "z-weight is 1 in portraits already"],
    ["--out x --seconds 5 --on both", "--on"],
    ["--out x --seconds 0", "--seconds must be a whole number from 1"],
    ["--out x --images 16 --smoke --data faces:test --backend wasm", "say --data faces"],
  ];
  for (const [words, said] of cases) {
    const { code, stderr } = await runTask("recipes", ["--methods", ...words.split(" ")], folder);
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, said);
  }
  const list = await runTask("recipes", ["--methods", "--list"], folder);
  assertStringIncludes(list.stdout, "cyclegan");
  await Deno.remove(folder, { recursive: true });
});
