import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { budgets } from "../../tasks/recipes/budget.ts";
import { bestRow, chooseGenerator, chooseStepSize } from "../../tasks/recipes/choose.ts";
import { firstReached, type Point, valueAt } from "../../tasks/recipes/curves.ts";
import { markdownTable } from "../../tasks/recipes/markdown_table.ts";
import { missingRuns } from "../../tasks/recipes/plan.ts";
import { differenceFromRelease, generatorConfig } from "../../tasks/recipes/recipe.ts";
import { encoderRecipes, generatorRecipes, recipes } from "../../tasks/recipes/recipe_list.ts";
import {
  appendRow,
  checkSameConfig,
  type ChoosingScores,
  readRows,
  type RecipeRow,
} from "../../tasks/recipes/row.ts";
import { spreadOf, spreadText } from "../../lib/evaluation/spread.ts";
import { anyClaimed, tryClaim } from "../../tasks/recipes/claim.ts";
import { claimNext } from "../../tasks/recipes/grow_table.ts";
import { FailedRun } from "../../tasks/shared/usage_error.ts";
import { runTask, startTask } from "./task_process.ts";

const budget = budgets.smoke;
const config = generatorConfig(generatorRecipes[0], budget, 1);

/** A row with the scores that choices are made by. */
function row(recipe: string, paired: number, accuracy = 1, rest: Partial<RecipeRow> = {}) {
  const directions = [{ pairedScore: paired, targetAccuracy: accuracy }];
  return {
    recipe,
    stage: 1,
    seed: 1,
    budget: "smoke",
    config,
    difference: [],
    backend: "wasm",
    device: "CPU",
    date: "2026-01-01",
    model: "a model",
    heldOut: { directions } as unknown as ChoosingScores,
    ...rest,
  } satisfies RecipeRow as RecipeRow;
}

const generators = (best: string) =>
  generatorRecipes.filter(({ extra }) => !extra).map(({ name }) =>
    row(name, name === best ? 0.4 : 0.3)
  );
const encoders = (base: string, best: readonly string[], seed = 1) =>
  encoderRecipes.map(({ name }) =>
    row(name, best.includes(name) ? 0.4 : 0.3, 1, { stage: 2, base, seed })
  );

Deno.test("names are one of a kind, and every config is valid under every budget", () => {
  assertEquals(new Set(recipes.map(({ name }) => name)).size, recipes.length);
  for (const each of Object.values(budgets)) {
    for (const recipe of generatorRecipes) {
      const { steps1, batch, size } = generatorConfig(recipe, each, 3);
      assertEquals([steps1 * batch, size], [each.images, each.size]);
    }
  }
});

Deno.test("an ingredient alone changes in release what it is named for, and no more", () => {
  const changed = Object.fromEntries(generatorRecipes.map((recipe) => [
    recipe.name,
    differenceFromRelease(generatorConfig(recipe, budget, 1), budget)
      .map((line) => line.split(":")[0]),
  ]));
  assertEquals(changed.release, []);
  assertEquals(changed["release+spectral"], ["dNorm", "loss"]);
  assertEquals(changed["release+conditional"], ["labelEmbedding", "gNorm"]);
  assertEquals(changed["release+ttur"], ["gSteps", "dLearningRate"]);
  assertEquals(changed["release+large-steps"], ["gLearningRate", "dLearningRate", "beta1"]);
  const [small, constant, modern] = ["modern-small-steps", "modern-constant-steps", "modern"].map((
    name,
  ) => generatorConfig(generatorRecipes.find((recipe) => recipe.name === name)!, budget, 1));
  assertEquals({ ...small, gLearningRate: 5e-4, dLearningRate: 1e-3, beta1: 0 }, constant);
  assertEquals({ ...constant, decayShare: 0.5 }, modern);
});

Deno.test("the best row: the highest paired score among accurate ones", () => {
  assertEquals(bestRow([row("a", 0.2), row("b", 0.9, 0.5), row("c", 0.3)])?.recipe, "c");
  assertEquals(bestRow([row("a", 0.2, 0.1), row("b", 0.9, 0.5)])?.recipe, "b");
  assertEquals(bestRow([row("a", 0, 1, { heldOut: undefined, failure: "NaN" })]), undefined);
});

Deno.test("stage 2 waits for every generator of the first seed, then takes the best", () => {
  const rows = generators("release+ema");
  assertEquals(chooseGenerator(rows, "smoke", 1), "release+ema");
  assertEquals(chooseGenerator(rows.slice(1), "smoke", 1), undefined);
  assertEquals(chooseGenerator(rows, "cpu", 1), undefined);
  const names = (some: readonly RecipeRow[]) =>
    missingRuns({ budget, seeds: [1] }, some).map(({ recipe }) => recipe.name);
  assertEquals(names(rows.slice(2)), ["paper", "release"]);
  const open = names(rows);
  assertEquals(open.slice(0, 2), ["e-base", "e-none"]);
  assert(!open.includes("e-refine-2"), "refinement has no encoder yet");
  const base = row("e-base", 0.3, 1, { stage: 2, base: "release+ema" });
  assert(names([...rows, base]).includes("e-refine-2"));
});

Deno.test("the step size that is best at the first seed alone goes on to the next", () => {
  const base = "release+ema";
  const rows = [
    ...generators(base),
    ...encoders(base, ["e-base-3e-3", "e-pixel-5e-4"]),
    ...generators(base).map((of) => ({ ...of, seed: 2 })),
  ];
  assertEquals(chooseStepSize(rows, base, "smoke", 1, "z"), "e-base-3e-3");
  const open = missingRuns({ budget, seeds: [1, 2] }, rows);
  assertEquals(new Set(open.map(({ seed }) => seed)), new Set([2]));
  const tried = open.map(({ recipe }) => recipe).filter((recipe) =>
    recipe.stage === 2 && recipe.trialOf
  );
  assertEquals(tried.map(({ name }) => name), ["e-base", "e-base-3e-3", "e-pixel-5e-4"]);
  assertEquals(missingRuns({ budget, seeds: [2], only: ["e-layer"] }, rows).length, 1);
});

Deno.test("extra recipes run where --only names them, and stage 2 does not wait for them", () => {
  const extra = generatorRecipes.filter(({ extra }) => extra).map(({ name }) => name);
  assertEquals(extra.slice(0, 2), ["modern-constant-steps", "modern-small-steps"]);
  const names = (only?: string[]) =>
    missingRuns({ budget, seeds: [1], only }, []).map(({ recipe }) => recipe.name);
  assert(!names().some((name) => extra.includes(name)));
  assertEquals(names(["modern-full", "paper"]), ["paper", "modern-full"]);
  assertEquals(
    chooseGenerator([...generators("paper"), row("modern-full", 0.9)], "smoke", 1),
    "paper",
  );
});

Deno.test("a claim is held once; one whose process is gone is taken over", async () => {
  const folder = await Deno.makeTempDir();
  assert(!anyClaimed(folder));
  const claim = tryClaim(folder, "a")!;
  assertEquals([tryClaim(folder, "a"), anyClaimed(folder)], [undefined, true]);
  tryClaim(folder, "b")!.release();
  claim.release();
  assertEquals([...Deno.readDirSync(`${folder}/claims`)], []);

  // A process that is killed leaves its file, but not its lock.
  const holder = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `
      import { tryClaim } from "${new URL("../../tasks/recipes/claim.ts", import.meta.url)}";
      console.log(!!tryClaim("${folder}", "a"));
      await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    ],
    stdout: "piped",
  }).spawn();
  const reader = holder.stdout.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "true\n");
  assertEquals([tryClaim(folder, "a"), anyClaimed(folder)], [undefined, true]);
  holder.kill("SIGKILL");
  await holder.status;
  await reader.cancel();
  assert(await Deno.stat(`${folder}/claims/a`));
  assert(!anyClaimed(folder), "a stale claim");
  tryClaim(folder, "a")!.release();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("two plans on one table never claim the same run, nor one that has its row", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/rows.jsonl`;
  const plan = { budget, seeds: [1], only: ["paper", "release"] };
  const next = async () => {
    const claimed = await claimNext(folder, plan);
    return typeof claimed === "string" ? claimed : claimed.run.recipe.name;
  };
  const first = await claimNext(folder, plan);
  assert(typeof first !== "string" && first.run.recipe.name === "paper");
  assertEquals([await next(), await next()], ["release", "others"]);
  await appendRow(path, row("paper", 0.1));
  first.claim.release();
  assertEquals(await next(), "others");
  await appendRow(path, row("release", 0.1));
  assertEquals(await next(), "none");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("rows: read back, the later of two counts, a broken line is named", async () => {
  const path = await Deno.makeTempFile();
  assertEquals(await readRows(`${path}.missing`), []);
  await appendRow(path, row("a", 0.1));
  await appendRow(path, row("b", 0.2));
  await appendRow(path, row("a", 0.3));
  const rows = await readRows(path);
  assertEquals(rows.map(({ recipe }) => recipe), ["a", "b"]);
  assertEquals(rows[0].heldOut!.directions[0].pairedScore, 0.3);
  await Deno.writeTextFile(path, '{"recipe":', { append: true });
  await assertRejects(() => readRows(path), FailedRun, "line 4 is not a row");
  await Deno.remove(path);
});

Deno.test("a recipe that changed is not mixed with its old rows", () => {
  checkSameConfig(row("paper", 0), config);
  let message = "";
  try {
    checkSameConfig(row("paper", 0), { ...config, beta1: 0.25 });
  } catch (error) {
    message = (error as Error).message;
  }
  assert(message.includes("beta1: 0.5 -> 0.25") && message.includes("--out"), message);
});

Deno.test("curves: between points, and the first time that a quality is reached", () => {
  const points: Point[] = [[10, 4], [20, 2], [30, 3]];
  assertEquals([10, 15, 30, 5, 31].map((x) => valueAt(points, x)), [4, 3, 3, undefined, undefined]);
  assertEquals(firstReached(points, 3, "lower"), 15);
  assertEquals(firstReached(points, 1, "lower"), undefined);
  assertEquals(firstReached(points, 5, "lower"), 10);
  assertEquals(firstReached(points, 3.5, "higher"), 10);
});

Deno.test("spread: mean and standard deviation, nothing where a seed lacks the score", () => {
  assertEquals(spreadText(spreadOf([0.25]), 2), "0.25");
  assertEquals(spreadText(spreadOf([1, 3]), 2), "2.00 ± 1.41");
  assertEquals([spreadOf([]), spreadOf([1, null]), spreadOf([NaN])], [null, null, null]);
});

Deno.test("a column of dashes is left out of the table", () => {
  assertEquals(
    markdownTable(["a", "b", "c"], [["x", "-", "1"], ["y", "-", "-"]]),
    "| a | c |\n| --- | ---: |\n| x | 1 |\n| y | - |",
  );
});

Deno.test("recipes: a table grows run by run, finished runs are not done again", async () => {
  const folder = await Deno.makeTempDir();
  const run = (...words: string[]) =>
    runTask(
      "recipes",
      ["--out", "table", "--budget", "smoke", "--backend", "wasm", "--seeds", "1", ...words],
      folder,
    );
  const first = await run("--only", "paper");
  assertEquals(first.code, 0, first.stderr);
  const second = await run("--only", "paper,release");
  assertEquals(second.code, 0, second.stderr);
  assert(!second.stdout.includes("paper, seed 1"), second.stdout);
  const rows = await readRows(`${folder}/table/rows.jsonl`);
  assertEquals(rows.map(({ recipe, seed }) => [recipe, seed]), [["paper", 1], ["release", 1]]);
  const [{ curve, encoderCurve, stage1, test, heldOut, model }] = rows;
  assertEquals(curve!.map(({ images }) => images), [4, 8, 12, 16]);
  assertEquals(encoderCurve!.map(({ step }) => step), [2, 4]);
  assertEquals(stage1!.images, 16);
  assertEquals([heldOut!.data, test!.data], ["faces", "faces:test"]);
  assert((await Deno.stat(`${folder}/table/${model}`)).size > 1000);
  const table = await Deno.readTextFile(`${folder}/table/table.md`);
  for (const text of ["| paper |", "| release |", "minus release"]) {
    assert(table.includes(text), text);
  }
  assert((await Deno.stat(`${folder}/table/picture.png`)).size > 1000);

  const again = await run("--only", "paper", "--rescore");
  assertEquals(again.code, 0, again.stderr);
  assertEquals((await readRows(`${folder}/table/rows.jsonl`)).length, 2);
  const wrong = await run("--only", "nothing");
  assertEquals([wrong.code, wrong.stderr.includes('no recipe "nothing"')], [2, true]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("recipes: two processes share a table, and its judges", async () => {
  const folder = await Deno.makeTempDir();
  const words = ["--out", "table", "--budget", "smoke", "--backend", "wasm", "--seeds", "1,2"];
  const run = () => runTask("recipes", [...words, "--only", "paper,release"], folder);
  const ends = await Promise.all([run(), run()]);
  for (const { code, stderr } of ends) assertEquals(code, 0, stderr);
  const printed = ends.map(({ stdout }) => stdout).join("");
  for (const text of ["Training the judges", "paper, seed 1", "release, seed 2"]) {
    assertEquals(printed.split(text).length, 2, printed);
  }
  const lines = (await Deno.readTextFile(`${folder}/table/rows.jsonl`)).trim().split("\n");
  const runs = lines.map((line): RecipeRow => JSON.parse(line)).map((of) => of.recipe + of.seed);
  assertEquals(runs.toSorted(), ["paper1", "paper2", "release1", "release2"]);
  assertEquals([...Deno.readDirSync(`${folder}/table/claims`)], []);
  const table = await Deno.readTextFile(`${folder}/table/table.md`);
  assert(table.includes("| release |") && table.includes("±"), table);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("recipes: shards share a table's runs between them, killed and started again as they may be", async () => {
  const folder = await Deno.makeTempDir(), table = `${folder}/table`;
  const words =
    "--out table --budget smoke --backend wasm --seeds 1,2 --only paper,release,release+ema"
      .split(" ");
  const run = (...more: string[]) => runTask("recipes", [...words, ...more], folder);
  const named = (rows: RecipeRow[]) => rows.map((of) => of.recipe + of.seed).toSorted();
  const wanted = ["paper", "release", "release+ema"].flatMap((name) => [name + 1, name + 2]).sort();

  const none = await run("--collect");
  assertEquals([none.code, none.stderr.includes("holds no row")], [2, true], none.stderr);
  // One shard is killed before its first row, and its file ends in half a line.
  const killed = startTask("recipes", [...words, "--shard", "0/2"], folder);
  const ended = Promise.all([killed.stdout.cancel(), killed.stderr.cancel(), killed.status]);
  while (!await Deno.stat(`${table}/rows.shard-0-of-2.jsonl`).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  killed.kill("SIGKILL");
  await ended;
  await Deno.writeTextFile(`${table}/rows.shard-0-of-2.jsonl`, '{"recipe":"pa', { append: true });

  const second = await run("--shard", "1/2");
  assertEquals(second.code, 0, second.stderr);
  assertStringIncludes(second.stdout, "3 of other shards are missing");
  const missing = await run("--collect");
  assertEquals(missing.code, 1);
  assertStringIncludes(missing.stderr, "3 runs are missing: smoke_");
  assertEquals(missing.stderr.split("(shard 0)").length, 4, missing.stderr);

  const first = await run("--shard", "0/2");
  assertEquals(first.code, 0, first.stderr);
  const rows = await Promise.all(
    [0, 1].map((i) => readRows(`${table}/rows.shard-${i}-of-2.jsonl`)),
  );
  assertEquals(rows.map(({ length }) => length), [3, 3]);
  assertEquals(named(rows.flat()), wanted);
  const again = await run("--shard", "0/2");
  assertEquals(again.code, 0, again.stderr);
  assertStringIncludes(again.stdout, "Every run has its row");
  const collected = await run("--collect");
  assertEquals(collected.code, 0, collected.stderr);
  assertStringIncludes(collected.stdout, "All 6 runs have their rows");
  assertStringIncludes(await Deno.readTextFile(`${table}/table.md`), "| release+ema |");

  // One process comes to the same weights.
  const alone = await runTask("recipes", words.with(1, "whole"), folder);
  assertEquals(alone.code, 0, alone.stderr);
  for (const { model } of await readRows(`${folder}/whole/rows.jsonl`)) {
    assertEquals(
      await Deno.readFile(`${table}/${model}`),
      await Deno.readFile(`${folder}/whole/${model}`),
      model,
    );
  }
  await Deno.remove(folder, { recursive: true });
});
