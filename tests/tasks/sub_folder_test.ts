import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { copyRepository, writeDomains } from "./task_process.ts";

// What the user meets who types deno task in a folder of their own, below the repository.
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
await copyRepository(`${folder}/im2im`);
const here = `${folder}/im2im/mine/work`;
await writeDomains(`${folder}/im2im/mine/photos`, { cats: 12, dogs: 12 });
await Deno.mkdir(here, { recursive: true });
await Deno.copyFile(`${folder}/im2im/mine/photos/cats/0.png`, `${here}/one.png`);

async function task(place: string, ...args: string[]) {
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: place,
    clearEnv: true,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const there = (path: string) => Deno.stat(path).then(() => true, () => false);
const small =
  "--preset tiny --gf 2 --df 2 --ef 2 --z 4 --batch 8 --backend wasm --steps1 2 --steps2 2";

Deno.test("train in a sub-folder reads and writes paths from there; packs stay in the root's runs", async () => {
  const { code, stdout, stderr } = await task(
    here,
    "train",
    "--data",
    "../photos",
    "--out",
    "run",
    ...small.split(" "),
  );
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "Data: ../photos (cats");
  assertStringIncludes(stdout, "The run is in run;");
  assert(await there(`${here}/run/last.safetensors`));
  assert(await there(`${folder}/im2im/runs/packs`));
  assertEquals([await there(`${here}/runs`), await there(`${folder}/im2im/run`)], [false, false]);
});

Deno.test("a run's data are found again from another folder", async () => {
  const resumed = await task(
    `${folder}/im2im`,
    ...["train", "--out", "mine/work/run", "--resume", "--steps2", "3", "--backend", "wasm"],
  );
  assertEquals(resumed.code, 0, resumed.stderr);
  assertStringIncludes(resumed.stdout, "Data: mine/photos (cats");
});

Deno.test("translate in a sub-folder takes --in, --out and --model from there", async () => {
  const { code, stdout, stderr } = await task(
    here,
    ...["translate", "--in", "one.png", "--to", "dogs", "--out", "out/two.png", "--model", "run"],
    ...["--backend", "wasm"],
  );
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "out/two.png");
  assert(await there(`${here}/out/two.png`));
});

Deno.test("an error in a sub-folder names the path as it was typed", async () => {
  const missing = await task(
    here,
    ...["translate", "--in", "no.png", "--to", "dogs", "--out", "x.png", "--model", "run"],
  );
  assertEquals(missing.code, 2);
  assertStringIncludes(missing.stderr, "no.png");
  assert(!missing.stderr.includes(folder), missing.stderr);
  const dry = ["demo", "--dry-run", ...small.split(" ").slice(2)];
  const demo = await task(here, ...dry);
  assertEquals(demo.code, 0, demo.stderr);
  assertStringIncludes(demo.stdout, "the run would go to ../../runs/demo");
});
