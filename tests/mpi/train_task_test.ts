import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { openCheckpoint } from "../../lib/training/open_checkpoint.ts";
import { taskWords, writeDomains } from "../tasks/task_process.ts";
import { type Ended, ended, startRanks, withMpi } from "./mpirun.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const small = "--data photos --preset tiny --gf 2 --df 2 --ef 2 --z 4 --batch 8".split(" ");
const last = (run: string) => `${folder}/${run}/last.safetensors`;

/** The permissions of `deno task train`, and the one that MPI needs. */
const permissions = [
  ...taskWords("train", []).filter((word) => word.startsWith("--allow-")),
  "--allow-ffi",
];
const script = new URL("../../tasks/train.ts", import.meta.url).pathname;

const start = (ranks: number, args: readonly string[]) =>
  startRanks(ranks, permissions, [script, "--mpi", ...args], folder);

async function steps(run: string): Promise<number> {
  try {
    using checkpoint = await openCheckpoint(last(run));
    return checkpoint.description.step1;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return -1;
    throw error;
  }
}

/** Ends the rank that mpirun started last. */
async function killRank(mpirun: Deno.ChildProcess, run: string): Promise<void> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "pid,args"] }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  const own = lines.filter((line) => line.includes(script) && line.includes(`--out ${run}`))
    .map((line) => Number(line.trim().split(" ")[0])).filter((pid) => pid !== mpirun.pid);
  Deno.kill(own.at(-1)!, "SIGKILL");
}

Deno.test(
  "two ranks train, and rank 0 alone prints and writes",
  withMpi,
  async () => {
    await writeDomains(`${folder}/photos`, { cats: 12, dogs: 12 });
    const args = [
      ...small,
      "--steps1",
      "4",
      "--steps2",
      "3",
      "--saveEvery",
      "2",
      "--sampleEvery",
      "4",
    ];
    const { code, stdout, stderr } = await ended(start(2, [...args, "--out", "run"]));
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^Ranks: 2, 2 of them on this machine \(.*\d\)\nBackend: wasm on CPU, /);
    for (const line of ["Backend: ", "Data: ", "Stage 1 4/4", "Stage 2 3/3", "The run is in run"]) {
      assertEquals(stdout.split(line).length, 2, stdout);
    }
    const log = await Deno.readTextFile(`${folder}/run/losses.jsonl`);
    assertEquals(log.trim().split("\n").map((line) => JSON.parse(line).step), [2, 4, 2, 3]);
    const names = await Array.fromAsync(Deno.readDir(`${folder}/run/samples`), ({ name }) => name);
    assertEquals(names.sort(), ["step-0000000.png", "step-0000004.png"]);
  },
);

async function fails(command: Promise<Ended>, ...parts: string[]): Promise<void> {
  const { code, stdout, stderr } = await command;
  assertEquals(code, 2, stdout + stderr);
  const errors = stderr.split("\n").filter((line) => line.includes("Error: "));
  assertEquals(errors.length, 1, stderr);
  for (const part of parts) assertStringIncludes(errors[0], part);
}

Deno.test("what is wrong is said once, and ends all ranks with exit code 2", withMpi, async () => {
  const fresh = [...small, "--out", "new"];
  await fails(ended(start(2, [...small, "--out", "run"])), "--out run holds a run already");
  await fails(ended(start(3, fresh)), "A batch of 8 cannot be shared by 3 ranks alike");
  await fails(ended(start(4, fresh)), "need a batch of at least 4 for 2 domains, got 2");
  const resume = ["--out", "run", "--resume", "--steps2", "9"];
  await fails(ended(start(3, resume)), "the run is shared by 2 ranks, and now there are 3");
  await fails(
    ended(startRanks(1, permissions, [script, ...resume, "--backend", "wasm"], folder)),
    "the run is shared by 2 ranks, and now there is 1",
  );
});

Deno.test(
  "a rank that is killed ends all; the checkpoint is whole, and the run goes on",
  withMpi,
  async () => {
    const args = [
      ...small,
      "--out",
      "killed",
      "--stage",
      "1",
      "--saveEvery",
      "5",
      "--logEvery",
      "5",
    ];
    const child = start(2, [...args, "--steps1", "100000"]), end = ended(child);
    while (await steps("killed") < 5) await new Promise((resolve) => setTimeout(resolve, 50));
    await killRank(child, "killed");
    const { code } = await end;
    assert(code !== 0);
    const kept = await steps("killed");
    assertGreater(kept, 4);
    const longer = ["--out", "killed", "--stage", "1", "--resume", "--steps1", `${kept + 3}`];
    const resumed = await ended(start(2, longer));
    assertEquals(resumed.code, 0, resumed.stderr);
    assertEquals(await steps("killed"), kept + 3);
  },
);

Deno.test("Ctrl-C saves, and the command that goes on is named", withMpi, async () => {
  const args = [...small, "--out", "stopped", "--logEvery", "1", "--saveEvery", "5"];
  const child = start(2, [...args, "--steps1", "100000"]), end = ended(child);
  while (await steps("stopped") < 5) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT");
  const { stdout } = await end;
  assertMatch(stdout, /Interrupted at stage 1, step \d+ of 100000; saved to stopped\/last\.saf/);
  const command = "mpirun -n 2 deno run -A ";
  assertStringIncludes(stdout, `Go on with: ${command}`);
  assertMatch(stdout, /tasks\/train\.ts --mpi --out stopped --resume\n/);
});
