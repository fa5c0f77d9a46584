import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { runTask, startTask, writeDomains } from "./task_process.ts";

// One run lives through all of these, in order: a start costs more than a step.
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const small = "--size 32 --gf 1 --df 1 --blocks 1 --pool 3 --backend wasm".split(" ");
const train = ["--method", "cyclegan", "--data", "photos", "--out", "run", ...small];
const quick = ["--steps", "4", "--save-every", "2", "--sample-every", "2"];
const resume = ["--out", "run", "--resume", "--backend", "wasm"];

async function succeeds(name: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runTask(name, args, folder);
  assertEquals(code, 0, stderr);
  return stdout;
}

async function fails(name: string, args: readonly string[], part: string) {
  const { code, stderr } = await runTask(name, args, folder);
  assertEquals(code, 2, stderr);
  const sentence = stderr.trim().split("\n").at(-1)!;
  assertMatch(sentence, /^Error: [^\n]*$/);
  assertStringIncludes(sentence, part);
}

Deno.test("help of a method lists its own options", async () => {
  const help = await succeeds("train", ["--method", "cyclegan", "--help"]);
  assertStringIncludes(help, "--cycle-weight N");
  assert(!help.includes("--preset"), help);
  assertStringIncludes(await succeeds("train", ["--help"]), "--method NAME");
});

Deno.test("a dry run of CycleGAN leaves nothing behind", async () => {
  await writeDomains(`${folder}/photos`, { cats: 12, dogs: 12 });
  const said = await succeeds("train", [...train, "--dry-run"]);
  assertMatch(said, /^Parameters: generator0 [\d,]+, discriminator0 [\d,]+/m);
  assertMatch(said, /^CycleGAN would run 20000 steps; the first, .* took \d+ ms$/m);
  assertEquals((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["photos"]);
});

Deno.test("CycleGAN is interrupted by Ctrl-C, resumed without being told the method, and done", async () => {
  const endless = [...train, "--steps", "100000", "--log-every", "1", "--sample-every", "100000"];
  const child = startTask("train", endless, folder);
  const logged = async () =>
    (await Deno.readTextFile(`${folder}/run/losses.jsonl`).catch(() => "")).includes('"step":3');
  const output = new Response(child.stdout).text(), errors = new Response(child.stderr).text();
  while (!await logged()) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT");
  assertEquals((await child.status).code, 130, await errors);
  const [, steps] = /Interrupted at step (\d+) of 100000; saved to/.exec(await output)!;
  const more = `${Number(steps) + 2}`;
  const said = await succeeds("train", [...resume, "--steps", more, "--log", "tensorboard"]);
  assertStringIncludes(said, `CycleGAN ${more}/${more}`);
  const names = (await Array.fromAsync(Deno.readDir(`${folder}/run`))).map(({ name }) => name);
  for (const name of ["events.out.tfevents.im2im", "samples", "data.json", "config.json"]) {
    assert(names.includes(name), `${names}`);
  }
});

Deno.test("what cannot be is refused in one sentence that names the option", async () => {
  await fails("train", [...train, ...quick], "--out run holds a run already");
  await fails("train", [...resume, "--gf", "2"], "gf: 1 -> 2");
  await fails("train", [...resume, "--method", "two-step"], "a run of cyclegan");
  await fails("train", [...train, "--out", "new"].slice(2), "Unknown option --blocks");
  await fails("train", [...train, "--stage", "1"], "--stage is for the two-step method");
  await fails("train", ["--method", "stargan"], "--method must be one of two-step, cyclegan");
  await writeDomains(`${folder}/three`, { cats: 6, dogs: 6, owls: 6 });
  const three = train.map((word) => word === "photos" ? "three" : word === "run" ? "other" : word);
  await fails("train", three, "CycleGAN translates between two domains, got 3 (cats, dogs, owls)");
  await fails(
    "translate",
    ["--model", "run", "--in", "photos", "--to", "owls", "--out", "x"],
    "owls",
  );
  const plain = ["--model", "run", "--in", "photos/cats", "--to", "dogs", "--out", "x"];
  await fails("translate", [...plain, "--strength", "0.5"], "--strength works on z");
  await fails("generate", ["--model", "run", "--out", "x.png"], "is of the method cyclegan");
});

Deno.test("a run of CycleGAN translates a folder to both domains", async () => {
  const pictures = ["--in", "photos/cats", "--to", "all", "--out", "translated"];
  const said = await succeeds("translate", ["--model", "run", ...pictures, "--backend", "wasm"]);
  assertStringIncludes(said, "Translated 12 to cats, dogs: translated");
  const files = (await Array.fromAsync(Deno.readDir(`${folder}/translated`))).map(({ name }) =>
    name
  );
  assertEquals(files.sort(), ["cats", "dogs"]);
  const [{ name }] = await Array.fromAsync(Deno.readDir(`${folder}/translated/dogs`));
  const { width, height } = await decodeImage(
    await Deno.readFile(`${folder}/translated/dogs/${name}`),
  );
  assertEquals([width, height], [32, 32]);
});

Deno.test("a run of CycleGAN is evaluated, and a score that it cannot have is named", async () => {
  const said = await succeeds("evaluate", ["--model", "run", "--backend", "wasm"]);
  assertStringIncludes(said, "not here: samples, latent");
  const scores = JSON.parse(await Deno.readTextFile(`${folder}/run/evaluation.json`));
  assertEquals(scores.directions.length, 2);
  assertEquals(scores.latent, null);
  const { width, height } = await decodeImage(
    await Deno.readFile(`${folder}/run/translations.png`),
  );
  assert(width > 0 && height > 0);
});

Deno.test("a Domain Transfer Network trains on an E of a run, and goes one way", async () => {
  const tiny = "--preset tiny --gf 1 --df 1 --ef 1 --z 4 --batch 8 --steps1 1 --steps2 1";
  const words = `--data photos --out two-step --backend wasm ${tiny}`.split(" ");
  await succeeds("train", words);
  const narrow =
    "--method dtn --data photos --size 32 --gf 1 --df 1 --batch 2 --steps 2 --backend wasm";
  const way = "--from-domain dogs --to-domain cats --f two-step --out way".split(" ");
  const said = await succeeds("train", [...narrow.split(" "), ...way]);
  assertStringIncludes(said, "Domain Transfer Network 2/2");
  const { fLength, fFilters } = JSON.parse(await Deno.readTextFile(`${folder}/way/config.json`));
  assertEquals([fLength, fFilters], [4, 1]);
  await succeeds("train", ["--out", "way", "--resume", "--steps", "3", "--backend", "wasm"]);
  const to = (
    domain: string,
  ) => ["--model", "way", "--in", "photos/dogs", "--to", domain, "--out", "one-way"];
  await fails("translate", to("dogs"), "choose one of cats");
  assertStringIncludes(await succeeds("translate", to("all")), "Translated 12 to cats: one-way");
  await succeeds("evaluate", ["--model", "way", "--backend", "wasm"]);
  const { directions } = JSON.parse(await Deno.readTextFile(`${folder}/way/evaluation.json`));
  assertEquals(directions.map(({ target }: { target: string }) => target), ["cats"]);
  const wrong = [...narrow.split(" "), "--out", "new"];
  await fails("train", [...wrong, "--from-domain", "owls"], "owls is no domain of the data");
  await fails("train", [...wrong, "--f", "nowhere"], "nowhere");
});
