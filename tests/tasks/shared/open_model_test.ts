import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { relative } from "node:path";
import { install } from "../../../lib/kernels/install.ts";
import { saveModel } from "../../../lib/training/checkpoint.ts";
import { disposeModel } from "../../../lib/networks/model.ts";
import {
  findModel,
  openModel,
  openModelData,
  shippedLine,
} from "../../../tasks/shared/open_model.ts";
import { shippedWeights } from "../../../tasks/shared/shipped_weights.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";
import { writeDomains } from "../../data/temporary_folder.ts";
import { tinyModel } from "../../evaluation/tiny_model.ts";

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

Deno.test("weights found by their name say on which terms, and that their pictures are not here", async () => {
  const file = await findModel("portraits-64");
  assertMatch(
    shippedLine(file)!,
    /portraits-64\.safetensors, man, woman at 64x64, trained on photographs of CelebA; about them: .*portraits-64\.md\nTerms: for non-commercial research only/,
  );
  await assertRejects(
    () => openModelData(file, { packs: folder }, () => {}),
    UsageError,
    "portraits-64 was trained on photographs of CelebA, which do not come with im2im: name data with --data",
  );
});

Deno.test("scores on pictures that have changed since the training come with a warning", async () => {
  const model = tinyModel(["a", "b"]), run = `${folder}/run`;
  await Deno.mkdir(run);
  writeDomains(`${folder}/photos`, ["a", "b"], 4);
  await saveModel(`${run}/last.safetensors`, { model, step1: 9, step2: 9 });
  disposeModel(model);
  const file = await findModel(run), said: string[] = [];
  const open = async (fingerprint?: string) => {
    const noted = { spec: `${folder}/photos`, domains: ["a", "b"], skipped: [], fingerprint };
    await Deno.writeTextFile(`${run}/data.json`, JSON.stringify(noted));
    const data = await openModelData(file, { packs: folder }, (line) => said.push(line));
    data.train.close();
    data.heldOut.close();
    return data.fingerprint;
  };
  const fingerprint = await open();
  await open(fingerprint);
  assert(!said.join().includes("have changed since the run"), said.join());
  await open("0".repeat(64));
  assertMatch(
    said.at(-1)!,
    /^The run is of an older version, which noted its pictures otherwise/,
  );
  await open("that of other pictures");
  assertMatch(said.at(-1)!, /^The pictures of .*photos have changed since the run began/);
});

Deno.test("the shipped weights lie beside the tasks, wherever the user is", async () => {
  const { path, card } = shippedWeights;
  assertMatch(path, /fixtures[\\/]models[\\/]faces-64\.safetensors$/);
  assert((await Deno.stat(card)).isFile);
});
