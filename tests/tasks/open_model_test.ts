import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { relative } from "node:path";
import { install } from "../../lib/kernels/install.ts";
import { saveModel } from "../../lib/training/checkpoint.ts";
import { disposeModel } from "../../lib/training/model.ts";
import { findModel, openModel, shippedLine } from "../../tasks/open_model.ts";
import { shippedWeights } from "../../tasks/shipped_weights.ts";
import { UsageError } from "../../tasks/usage_error.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const weights = { ...shippedWeights, path: `${folder}/tiny.safetensors` };

Deno.test("weights that are missing say so, and what to do", async () => {
  const missing = { ...weights, path: `${folder}/none.safetensors` };
  await assertRejects(
    () => findModel(undefined, missing),
    UsageError,
    "none.safetensors): restore the file, or name a model of your own with --model RUN",
  );
});

Deno.test("no --model, or the path of the shipped file, is the shipped weights", async () => {
  const model = tinyModel(["man", "woman"]);
  await saveModel(weights.path, { model, step1: 9, step2: 9 }, "F16");
  disposeModel(model);
  for (const given of [undefined, relative(Deno.cwd(), weights.path)]) {
    const file = await findModel(given, weights);
    assertEquals([file.path, file.folder], [weights.path, "runs/faces-64"]);
    assertMatch(
      shippedLine(file)!,
      /^Model: the shipped weights .*tiny\.safetensors, man, woman at 32x32, trained on faces; about them: .*fixtures\/models\/README\.md$/,
    );
    disposeModel(await openModel(file));
  }
  const own = await findModel(weights.path);
  assertEquals([own.shipped, shippedLine(own), own.folder], [undefined, undefined, `${folder}/`]);
});

Deno.test("the shipped weights lie beside the tasks, wherever the user is", async () => {
  const { path, card } = shippedWeights;
  assertMatch(path, /fixtures[\\/]models[\\/]faces-64\.safetensors$/);
  assert((await Deno.stat(card)).isFile);
});
