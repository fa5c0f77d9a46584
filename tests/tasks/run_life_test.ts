import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../lib/checkpoint/safetensors.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { createConfig } from "../../lib/presets.ts";
import { runTask, startTask, taskWords, writeDomains } from "./task_process.ts";

// One run lives through all of these, in order: a start costs more than a step.
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const small = "--preset tiny --gf 2 --df 2 --ef 2 --z 4 --batch 8 --backend wasm".split(" ");
const train = ["--data", "photos", "--out", "run", ...small];
const quick = ["--steps1", "4", "--steps2", "3", "--saveEvery", "2", "--sampleEvery", "2"];
const last = `${folder}/run/last.safetensors`;

const names = async (path: string) =>
  (await Array.fromAsync(Deno.readDir(`${folder}/${path}`), ({ name }) => name)).sort();

async function fails(code: number, name: string, args: readonly string[], ...parts: string[]) {
  const result = await runTask(name, args, folder);
  assertEquals(result.code, code, result.stderr);
  const sentence = result.stderr.trim().split("\n").at(-1)!;
  assert(sentence.startsWith("Error: "), result.stderr);
  for (const part of parts) assertStringIncludes(sentence, part);
}

Deno.test("a dry run checks everything and leaves nothing behind", async () => {
  await writeDomains(`${folder}/photos`, { cats: 12, dogs: 12 });
  const before = await names(".");
  const { code, stdout, stderr } = await runTask("train", [...train, "--dry-run"], folder);
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /^Backend: wasm on CPU, \d+ threads? \(asked for\)$/m);
  assertStringIncludes(stdout, "Data: photos (cats 11 + 1 held out, dogs 11 + 1 held out), 32x32");
  const { steps1, steps2 } = createConfig("tiny");
  assertMatch(stdout, /the first, with all that has to be set up, took \d+ ms/);
  assertStringIncludes(stdout, `Stage 1 would run ${steps1} steps`);
  assertStringIncludes(stdout, `Stage 2 would run ${steps2} steps`);
  assert(!stdout.includes("no effect"), stdout);
  assertEquals(await names("."), before);
  const demo = await runTask("demo", [...small.slice(2), "--g-kernel", "5", "--dry-run"], folder);
  assertEquals(demo.code, 0, demo.stderr);
  const idle = "--g-kernel has no effect: it counts only where gUp is deconv, and gUp is upsample";
  assertEquals(demo.stdout.split(idle).length, 2, demo.stdout);
  assertEquals(await names("."), before);
});

Deno.test("bad pictures among good ones are skipped and listed; Ctrl-C saves and exits 130", async () => {
  await Deno.writeTextFile(`${folder}/photos/cats/notes.txt`, "not a picture");
  await Deno.writeFile(`${folder}/photos/dogs/zero.png`, new Uint8Array());
  const child = startTask("train", [...train, "--steps1", "100000", "--logEvery", "1"], folder);
  let printed = "";
  const decoder = new TextDecoder();
  const logged = async () =>
    (await Deno.readTextFile(`${folder}/run/losses.jsonl`).catch(() => "")).includes('"step":3');
  const output = (async () => {
    for await (const chunk of child.stdout) printed += decoder.decode(chunk, { stream: true });
  })();
  while (!await logged()) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT");
  const { code } = await child.status;
  await output;
  await child.stderr.cancel();
  assertEquals(code, 130);
  assertStringIncludes(printed, "Skipped 2 files:");
  assertMatch(printed, /photos\/cats\/notes\.txt: .+\n/);
  assertMatch(printed, /photos\/dogs\/zero\.png: .+\n/);
  assertMatch(
    printed,
    /Interrupted at stage 1, step \d+ of 100000; saved to run\/last\.safetensors\. /,
  );
  assertMatch(printed, /Go on with: deno task train --out run --backend wasm --resume\n/);
  const { skipped, spec } = JSON.parse(await Deno.readTextFile(`${folder}/run/data.json`));
  assertEquals([spec, skipped.length], ["photos", 2]);
});

Deno.test("a run is neither overwritten nor resumed under other options or data", async () => {
  const before = await Deno.readFile(last);
  await fails(2, "train", train, "--out run holds a run already", "--resume");
  await fails(
    2,
    "train",
    ["--out", "run", "--resume", "--gf", "3", "--seed", "9"],
    "(seed: 1 -> 9; gf: 2 -> 3)",
    "train into another folder",
  );
  // Other names, other pictures of the same names, one picture more.
  await writeDomains(`${folder}/birds`, { crows: 12, owls: 12 });
  await fails(
    2,
    "train",
    ["--out", "run", "--resume", "--data", "birds", "--backend", "wasm"],
    "--data birds has the domains crows, owls, the run cats, dogs",
  );
  await writeDomains(`${folder}/pets`, { cats: 13, dogs: 12 });
  const changed = "its pictures, or which of them are held out, have changed since the run began";
  const remedy = "restore them, or start anew with another --out";
  const resume = ["--out", "run", "--resume", "--backend", "wasm"];
  const short = [...resume, "--stage", "1", "--steps1", "1"];
  await fails(2, "train", [...short, "--data", "pets"], `--data pets: ${changed}`, remedy);
  await Deno.copyFile(`${folder}/photos/cats/0.png`, `${folder}/photos/cats/more.png`);
  const noted = `${folder}/run/data.json`, note = await Deno.readTextFile(noted);
  await fails(2, "train", short, `--data photos: ${changed}`, remedy);
  assertEquals(await Deno.readTextFile(noted), note);

  const accepted = async () => {
    const { code, stderr } = await runTask("train", [...resume, "--dry-run"], folder);
    assertEquals(code, 0, stderr);
  };
  const { fingerprint: _, ...older } = JSON.parse(note);
  await Deno.writeTextFile(noted, JSON.stringify(older));
  await accepted();
  await Deno.writeTextFile(noted, note);
  await Deno.remove(`${folder}/photos/cats/more.png`);
  // As a copy or an archive leaves them: other times, the same pictures.
  for (const name of await names("photos/cats")) {
    await Deno.utime(`${folder}/photos/cats/${name}`, 1e9, 1e9);
  }
  await accepted();
  await fails(
    2,
    "evaluate",
    ["--model", "run"],
    "--model run has no trained encoder yet",
    "deno task train --out run --resume",
  );
  assertEquals(await Deno.readFile(last), before);
});

Deno.test("a save that fails stops the run, keeps the last checkpoint, and the run goes on", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const full = ["--data", "photos", "--out", "full", ...small, ...quick];
  const stop = await runTask("train", [...full, "--stage", "1"], folder);
  assertEquals(stop.code, 0, stop.stderr);
  const kept = await Deno.readFile(`${folder}/full/last.safetensors`);
  // The shell sees to it that no file can grow beyond 8 KiB: a disk that is full, for any user.
  const { code: failed, stderr: complaint } = await new Deno.Command("sh", {
    args: [
      ...["-c", `trap "" XFSZ; ulimit -f 16; exec "$0" "$@"`, Deno.execPath()],
      ...taskWords("train", ["--out", "full", "--resume", "--backend", "wasm"]),
    ],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(failed, 1);
  assertMatch(
    new TextDecoder().decode(complaint),
    new RegExp(
      "^Error: full cannot be saved \\(File too large .*\\), at stage 2, step 2 of 3\\. The last " +
        "good checkpoint is full/last\\.safetensors \\(stage 2, step 0 of 3\\); go on with: deno " +
        "task train --out full --backend wasm --resume$",
      "m",
    ),
  );
  assertEquals(await Deno.readFile(`${folder}/full/last.safetensors`), kept);
  const { code, stderr } = await runTask(
    "train",
    ["--out", "full", "--resume", "--backend", "wasm"],
    folder,
  );
  assertEquals(code, 0, stderr);
  assertGreater((await Deno.readFile(`${folder}/full/last.safetensors`)).length, 1000);
  assertEquals(await names("full/samples"), [
    "step-0000000.png",
    "step-0000002.png",
    "step-0000004.png",
  ]);
});

Deno.test("a finished run can be made longer, but not its stage 1", async () => {
  const longer = (...options: string[]) => ["--out", "full", "--resume", ...options];
  await fails(2, "train", longer("--steps1", "9", "--backend", "wasm"), "stage 2 has begun");
  const { code, stdout, stderr } = await runTask(
    "train",
    longer("--steps2", "5", "--logEvery", "1", "--backend", "wasm"),
    folder,
  );
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /Stage 2 5\/5/);
  assertEquals(JSON.parse(await Deno.readTextFile(`${folder}/full/config.json`)).steps2, 5);
});

Deno.test("a step size may be changed on resume where that is allowed by name, and is written down", async () => {
  const slower = ["--out", "full", "--resume", "--backend", "wasm", "--steps2", "6"];
  const changed = [...slower, "--e-learning-rate", "0.0001"];
  await fails(2, "train", changed, "eLearningRate: ", "--allow-changed eLearningRate");
  await fails(
    2,
    "train",
    [...slower, "--allow-changed", "gf"],
    "--allow-changed gf is not a field",
  );
  const { code, stderr } = await runTask(
    "train",
    [...changed, "--allow-changed", "e-learning-rate"],
    folder,
  );
  assertEquals(code, 0, stderr);
  const { changes } = JSON.parse(await Deno.readTextFile(`${folder}/full/history.json`));
  const [{ field, step2, to }] = changes;
  assertEquals([changes.length, field, step2, to], [1, "eLearningRate", 5, 0.0001]);
});

Deno.test("a run begins with the weights of another, on more domains; a second process is told who trains", async () => {
  await writeDomains(`${folder}/three`, { crows: 12, owls: 12, ravens: 12 });
  const tuned = ["--from", "full", "--data", "three", "--out", "tuned", "--backend", "wasm"];
  await fails(2, "train", [...tuned, "--preset", "tiny"], "--preset another: leave it out");
  await fails(2, "train", [...tuned, "--gf", "3", "--batch", "12"], "gf: 2 -> 3");
  const child = startTask(
    "train",
    [...tuned, "--together", "--batch", "24", "--steps1", "100000", "--log-every", "1"],
    folder,
  );
  const log = () => Deno.readTextFile(`${folder}/tuned/losses.jsonl`).catch(() => "");
  while (!(await log()).includes('"step":2')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertStringIncludes(await log(), '"e/cycle"'); // E learns beside G
  const resume = ["--out", "tuned", "--resume", "--backend", "wasm"];
  await fails(2, "train", resume, "--out tuned is being trained by process ", " since ");
  child.kill("SIGINT");
  const { code } = await child.output();
  assertEquals(code, 130);
  const { from } = JSON.parse(await Deno.readTextFile(`${folder}/tuned/history.json`));
  assertEquals([from.file, ...from.domains], ["full/last.safetensors", "cats", "dogs"]);
  assertEquals((await names("tuned")).includes(".lock"), false);
});

Deno.test("stage 2 is trained anew on the generator of another run", async () => {
  const anew = ["--generator", "full", "--out", "other", "--backend", "wasm"];
  await fails(2, "train", [...anew, "--gf", "3"], "under another config (gf: 2 -> 3)");
  await fails(2, "train", [...anew, "--preset", "tiny"], "--preset", "leave it out");
  await fails(
    2,
    "train",
    [...anew, "--steps1", "5"],
    "--steps1 5 cannot change a trained generator, which has 4 steps: leave it out",
  );
  await fails(2, "train", [...anew.with(1, "run")], "finish its stage 1 first");
  const changes = ["--steps1", "4", "--eNorm", "layer"];
  const { code, stderr } = await runTask("train", [...anew, ...changes], folder);
  assertEquals(code, 0, stderr);
  const read = async (run: string) =>
    decodeSafetensors(await Deno.readFile(`${folder}/${run}/last.safetensors`)).arrays;
  const [full, other] = [await read("full"), await read("other")];
  assertEquals(other["average/dense/kernel"].values, full["average/dense/kernel"].values);
  assertEquals(["encoder/down2/mean" in full, "encoder/down2/mean" in other], [true, false]);
});

const translate = ["--model", "full", "--backend", "wasm"];

Deno.test("translation takes any picture, skips bad ones, and never writes over its input", async () => {
  const { code, stdout, stderr } = await runTask(
    "translate",
    [...translate, "--to", "cats", "--in", "photos/dogs", "--out", "out/cats"],
    folder,
  );
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "Translated 12 to cats: out/cats");
  assertStringIncludes(stderr, "Skipped 1 file:\n  photos/dogs/zero.png: ");
  assertEquals(
    await names("out/cats"),
    (await names("photos/dogs")).filter((n) => n !== "zero.png"),
  );
  const { width, height } = await decodeImage(await Deno.readFile(`${folder}/out/cats/0.png`));
  assertEquals([width, height], [32, 32]);

  const to = (
    input: string,
    output: string,
    domain = "cats",
  ) => [...translate, "--to", domain, "--in", input, "--out", output];
  await fails(2, "translate", to("photos/dogs", "out", "cat"), 'domain "cat"', "cats, dogs");
  await fails(2, "translate", to("nowhere", "out"), "--in nowhere cannot be read");
  await fails(2, "translate", to("photos/dogs", "photos/dogs"), "is the folder of --in");
  await fails(2, "translate", to("photos/dogs/0.png", "a.jpg"), "--out a.jpg must end in .png");
  await fails(2, "translate", to("photos/dogs/zero.png", "a.png"), "no usable picture");
  await fails(2, "translate", [...to("photos/dogs", "out"), "--strength", "3"], "from 0 to 2");
  // Among the pictures of the run, they would be trained on.
  for (const out of ["photos/new/", "photos/dogs/new.png"]) {
    await fails(2, "translate", to("photos/dogs/0.png", out), "lies in photos, the folder of");
  }
  await Deno.symlink("photos/cats", `${folder}/link`);
  await fails(2, "translate", to("photos/cats", "link"), "is the folder of --in");
  const one = await runTask(
    "translate",
    [...to("photos/dogs/0.png", "one.png"), "--strength", "0.5", "--refine"],
    folder,
  );
  assertEquals(one.code, 0, one.stderr);
  assertEquals((await decodeImage(await Deno.readFile(`${folder}/one.png`))).width, 32);
});

Deno.test("evaluation prints JSON alone, and leaves the scores and a picture in the run", async () => {
  const { code, stdout, stderr } = await runTask(
    "evaluate",
    ["--model", "full", "--json", "--backend", "wasm"],
    folder,
  );
  assertEquals(code, 0, stderr);
  const scores = JSON.parse(stdout);
  assertEquals(scores, JSON.parse(await Deno.readTextFile(`${folder}/full/evaluation.json`)));
  assertEquals(scores.directions.length, 2);
  assertEquals(typeof scores.classifier.heldOutAccuracy, "number");
  assertEquals(typeof scores.latent.r2, "number");
  assertGreater(
    (await decodeImage(await Deno.readFile(`${folder}/full/translations.png`))).width,
    64,
  );
});

Deno.test("a data set too small to train on can be evaluated on and looked for the nearest in", async () => {
  await writeDomains(`${folder}/few`, { cats: 4, dogs: 3 });
  const few = [...translate, "--data", "few"];
  const nearest = ["--nearest", "1", "--to", "cats", "--in", "few/dogs/0.png", "--out", "few.png"];
  for (const [name, args] of [["evaluate", few], ["translate", [...few, ...nearest]]] as const) {
    const { code, stderr } = await runTask(name, args, folder);
    assertEquals(code, 0, stderr);
  }
});

Deno.test("a checkpoint that is cut short or of another shape is refused by name", async () => {
  const bytes = await Deno.readFile(`${folder}/full/last.safetensors`);
  const refused = async (content: Uint8Array, part: string) => {
    await Deno.writeFile(`${folder}/bad.safetensors`, content);
    await fails(
      2,
      "translate",
      ["--model", "bad.safetensors", "--to", "cats", "--in", "photos/dogs", "--out", "out"],
      "bad.safetensors: ",
      part,
    );
  };
  await refused(bytes.slice(0, bytes.length - 4), "it ends inside");
  const { arrays, metadata: { im2im } } = decodeSafetensors(bytes);
  const outside = { im2im: im2im.replace('"dogs"', '"../../dogs"') };
  await refused(encodeSafetensors({ arrays, metadata: outside }), "not a checkpoint of im2im");
  // The same length, so that the header stays where it is.
  const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = new TextDecoder().decode(bytes.subarray(8, 8 + headerLength));
  const other = header.replace('\\"gf\\":2', '\\"gf\\":4');
  assert(other !== header);
  const reshaped = bytes.slice();
  reshaped.set(new TextEncoder().encode(other), 8);
  await refused(reshaped, "has shape");
  await Deno.writeFile(last, bytes.slice(0, 100));
  await fails(2, "train", ["--out", "run", "--resume"], "run/last.safetensors", "Not a readable");
});
