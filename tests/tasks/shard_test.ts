import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { createModel } from "../../lib/networks/model.ts";
import { saveModel } from "../../lib/training/checkpoint.ts";
import { walk } from "../walk.ts";
import { runTask, startTask, type TaskResult, taskWords, writeDomains } from "./task_process.ts";

/** Trials of the last test; CI keeps the promise of 20 in full. */
const TRIALS = Math.min(20, Number(Deno.env.get("IM2IM_TEST_KILLS") ?? 3));

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

await install("wasm", { threads: 1 });
{
  const config = createConfig("tiny", { gf: 2, df: 1, ef: 2, z: 4 });
  using model = createModel(config, ["cats", "dogs"]);
  await saveModel(`${folder}/small.safetensors`, { model, step1: 1, step2: 1 });
}
await writeDomains(folder, { pictures: 90 });
await Deno.writeTextFile(`${folder}/pictures/broken.png`, "no picture");

const shipped = new URL("../../fixtures/models/faces-64.safetensors", import.meta.url).pathname;
const wanted = (
  out: string,
  model = "small.safetensors",
  to = "all",
) => ["--model", model, "--in", "pictures", "--to", to, "--out", out, "--backend", "wasm"];
const translate = (out: string, ...more: string[]) =>
  runTask("translate", [...wanted(out), ...more], folder);

/** Every file of a folder but what shards note, with its bytes. */
async function filesOf(out: string): Promise<Map<string, Uint8Array>> {
  const root = new URL(`file://${folder}/${out}/`);
  const names = (await walk(root)).filter((name) => !name.startsWith(".im2im/"));
  return new Map(
    await Promise.all(names.map(async (name): Promise<[string, Uint8Array]> => [
      name,
      await Deno.readFile(new URL(name, root)),
    ])),
  );
}

const passes = ({ code, stderr }: TaskResult) => assertEquals(code, 0, stderr);

async function fails(code: number, result: Promise<TaskResult>, said: string) {
  const { code: own, stderr } = await result;
  assertEquals(own, code, stderr);
  assertStringIncludes(stderr, said);
}

let whole = new Map<string, Uint8Array>();

Deno.test("shards side by side make what one process makes, byte for byte, and no picture twice", async () => {
  passes(await translate("whole"));
  whole = await filesOf("whole");
  assertEquals(whole.size, 180);
  const shards = await Promise.all([0, 1, 2].map((i) => translate("parts", "--shard", `${i}/3`)));
  shards.forEach(passes);
  const made = shards.map(({ stdout }) => Number(/Translated (\d+) to/.exec(stdout)![1]));
  assertEquals(made.reduce((a, b) => a + b), 90);
  assert(made.every((count) => count === 30), made.join());
  assertEquals(await filesOf("parts"), whole);
  const { code, stdout, stderr } = await translate("parts", "--collect");
  assertEquals([code, stdout], [0, "All 3 shards are done: 90 pictures\n"]);
  assertStringIncludes(stderr, "broken.png");
});

Deno.test("the same with the shipped weights, whose batches are cut otherwise", async () => {
  const each = (out: string, ...more: string[]) =>
    runTask("translate", [...wanted(out, shipped, "woman"), ...more], folder);
  passes(await each("women"));
  passes(await each("women-parts", "--shard", "0/2"));
  passes(await each("women-parts", "--shard", "1/2"));
  assertEquals(await filesOf("women-parts"), await filesOf("women"));
});

Deno.test("--collect names what is missing, and what was missing is done again alone", async () => {
  await fails(2, translate("nothing", "--collect"), "holds no shard");
  passes(await translate("parts2", "--shard", "2/3"));
  await fails(1, translate("parts2", "--collect"), "Not finished are the shards 0, 1 of 3");
  await Deno.remove(`${folder}/parts/cats/7.png`);
  await fails(1, translate("parts", "--collect"), "1 of 91 pictures are missing: 7.png.");
  const results = await Promise.all([0, 1, 2].map((i) => translate("parts", "--shard", `${i}/3`)));
  results.forEach(passes);
  const made = results.map(({ stdout }) => Number(/Translated (\d+) to/.exec(stdout)?.[1] ?? 0));
  assertEquals(made.reduce((a, b) => a + b), 1);
  passes(await translate("parts", "--collect"));
  assertEquals(await filesOf("parts"), whole);
});

Deno.test("shards of another work are refused, and so is what no shard has made", async () => {
  await fails(2, translate("parts", "--shard", "0/4"), "which is of 3 parts");
  const other = ["--shard", "0/3", "--strength", "0.5"];
  await fails(2, translate("parts", ...other), "of another model, other domains or other options");
  await fails(2, translate("whole", "--shard", "0/3"), "which no shard has made");
  await fails(2, translate("parts", "--shard", "0/3", "--align"), "run deno task align");
  await fails(2, translate("parts", "--shard", "0/3", "--nearest", "2"), "--nearest does not go");
  await fails(2, translate("parts", "--shard", "3/3"), "I from 0 to N - 1");
  await Deno.copyFile(`${folder}/pictures/1.png`, `${folder}/pictures/new.png`);
  await fails(2, translate("parts", "--shard", "0/3"), "those of --in have changed since");
  await fails(2, translate("parts", "--collect"), "those of --in have changed since");
  await Deno.remove(`${folder}/pictures/new.png`);
  const file = [...wanted("one.png").with(3, "pictures/1.png").with(5, "cats"), "--shard", "0/2"];
  await fails(2, runTask("translate", file, folder), "--shard divides a folder");
});

Deno.test("an array job says which shard, an option has precedence, a single picture is not divided", async () => {
  const run = async (env: Record<string, string>, args: string[]) => {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: taskWords("translate", args),
      cwd: folder,
      env: { NO_COLOR: "1", ...env },
    }).output();
    assertEquals(code, 0);
    return new TextDecoder().decode(stdout);
  };
  const kubernetes = { JOB_COMPLETION_INDEX: "3", JOB_COMPLETIONS: "9" };
  assertStringIncludes(await run(kubernetes, wanted("array")), "Shard 3 of 9: 10 of 10 pictures");
  const slurm = { SLURM_ARRAY_TASK_ID: "4", SLURM_ARRAY_TASK_COUNT: "9" };
  assertStringIncludes(await run(slurm, wanted("array")), "Shard 4 of 9: 10 of 10 pictures");
  const option = [...wanted("array"), "--shard", "5/9"];
  assertStringIncludes(await run(slurm, option), "Shard 5 of 9: 10 of 10 pictures");
  const single = wanted("one.png").with(3, "pictures/1.png").with(5, "cats");
  const said = await run(kubernetes, single);
  assertStringIncludes(said, "Translated 1 to cats: one.png");
  assert(!said.includes("Shard"));
});

Deno.test(`${TRIALS} times two shards killed at random moments: nothing is lost, nothing made twice`, async () => {
  const random = new Random(7);
  let early = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const out = `killed${trial}`, written = new Map<string, number>();
    const shard = async (i: number) => {
      const args = [...wanted(out), "--shard", `${i}/2`];
      for (let kills = 1 + random.integer(2); kills > 0; kills--) {
        const child = startTask("translate", args, folder);
        const ended = Promise.all([child.stdout.cancel(), child.stderr.cancel(), child.status]);
        // From the moment on at which its record is there, pictures come within a second.
        const record = `${folder}/${out}/.im2im/shard-${i}-of-2.json`;
        let over = false;
        void ended.then(() => over = true);
        while (!over && !await Deno.stat(record).then(() => true, () => false)) await wait(5);
        await wait(random.integer(900));
        if (!over) {
          early++;
          child.kill("SIGKILL");
        }
        await ended;
        for (const [name, { mtime }] of await timesOf(out)) {
          const before = written.get(name);
          assert(before === undefined || before === mtime, `${name} was made twice`);
          written.set(name, mtime);
        }
      }
      passes(await runTask("translate", args, folder));
    };
    // One after the other, so that a time of writing belongs to one process.
    await shard(0);
    await shard(1);
    for (const [name, mtime] of written) {
      assertEquals((await timesOf(out)).get(name)!.mtime, mtime, `${name} was made twice`);
    }
    passes(await translate(out, "--collect"));
    assertEquals(await filesOf(out), whole, `trial ${trial}`);
    await Deno.remove(`${folder}/${out}`, { recursive: true });
  }
  assertGreater(early, TRIALS / 2, "the kills came too late");
});

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** When each picture was written whose file for every domain is there: only such count as made. */
async function timesOf(out: string): Promise<Map<string, { mtime: number }>> {
  const names = await walk(new URL(`file://${folder}/${out}/`)).catch(() => [] as string[]);
  const pictures = names.filter((name) => /^cats\/\d+\.png$/.test(name))
    .filter((name) => names.includes(name.replace("cats", "dogs")))
    .flatMap((name) => [name, name.replace("cats", "dogs")]);
  const entries = pictures.map(async (name): Promise<[string, { mtime: number }]> => [
    name,
    { mtime: (await Deno.stat(`${folder}/${out}/${name}`)).mtime!.getTime() },
  ]);
  return new Map(await Promise.all(entries));
}
