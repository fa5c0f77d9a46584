import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { LOCK_FILE, lockRun, RunLockedError } from "../../lib/training/lock_run.ts";
import { runTraining } from "../../lib/training/run.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";
import { smallConfig } from "./small_run.ts";

tf.enableProdMode();

/** A process that locks a folder, says so, and holds it until it is ended. */
async function startHolder(folder: string): Promise<Deno.ChildProcess> {
  const module = new URL("../../lib/training/lock_run.ts", import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { lockRun } from "${module}"; lockRun("${folder}"); console.log("held");
       setInterval(() => {}, 1000);`,
    ],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  return child;
}

Deno.test("two processes do not train into one folder: the second is told who the first is", async () => {
  const folder = await Deno.makeTempDir();
  const holder = await startHolder(folder);
  const { message } = assertThrows(() => lockRun(folder), RunLockedError);
  assertMatch(
    message,
    /^\/.+ is being trained by process \d+ (on \S+ )?since \d{4}-\d\d-\d\dT\S+: /,
  );
  assert(message.includes(`process ${holder.pid} `), message);
  assert(message.endsWith("wait until it is done, stop it, or name another folder"), message);

  // Killed, it cannot tidy up; its lock ends all the same.
  holder.kill("SIGKILL");
  await holder.status;
  assertEquals((await Deno.stat(`${folder}/${LOCK_FILE}`)).isFile, true);
  const lock = lockRun(folder);
  lock[Symbol.dispose]();
  lock[Symbol.dispose]();
  assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("two loops of one process do not train into one folder either, and the first goes on", async () => {
  await install("wasm", { threads: 1 });
  const folder = await Deno.makeTempDir(), domains = ["a", "b"], images = noiseImages(domains, 3);
  const config = { ...smallConfig, gf: 2, df: 2, ef: 2, steps1: 2, steps2: 1 };
  const [first, second] = [createTraining(config, domains), createTraining(config, domains)];
  for await (const { stage, step } of runTraining(folder, first, images)) {
    if (stage !== 1 || step !== 1) continue;
    const before = await Deno.readTextFile(`${folder}/config.json`);
    await assertRejects(
      async () => await Array.fromAsync(runTraining(folder, second, images, { overwrite: true })),
      RunLockedError,
      `process ${Deno.pid} `,
    );
    assertEquals(await Deno.readTextFile(`${folder}/config.json`), before);
  }
  assertEquals([first.step1, first.step2, second.step1], [2, 1, 0]);
  assertEquals(await Deno.stat(`${folder}/${LOCK_FILE}`).catch(() => "none"), "none");
  // A loop that is left in the middle lets go too.
  const left = runTraining(folder, second, images, { overwrite: true });
  for await (const _ of left) break;
  lockRun(folder)[Symbol.dispose]();
  [first, second].forEach(disposeTraining);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a run that is refused leaves no folder behind, and one that has begun keeps its own", async () => {
  const above = await Deno.makeTempDir();
  lockRun(`${above}/a/b`)[Symbol.dispose]();
  assertEquals([...Deno.readDirSync(above)], []);
  const lock = lockRun(`${above}/a/b`);
  Deno.writeTextFileSync(`${above}/a/b/config.json`, "{}");
  lock[Symbol.dispose]();
  assertEquals(Array.from(Deno.readDirSync(`${above}/a/b`), ({ name }) => name), ["config.json"]);
  await Deno.remove(above, { recursive: true });
});
