import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertGreater } from "@std/assert";
import { install, type KernelBackend } from "../../lib/kernels/install.ts";
import { Random } from "../../lib/random.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { runFiles } from "../../lib/training/run.ts";
import { disposeTraining } from "../../lib/training/training.ts";
import { smallConfig, smallRun } from "./small_run.ts";

tf.enableProdMode();

/** The checkpoint, and the log without its times. */
async function outcome(folder: string) {
  const log = await Deno.readTextFile(`${folder}/${runFiles.log}`);
  return {
    last: await Deno.readFile(`${folder}/${runFiles.last}`),
    best: await Deno.readFile(`${folder}/${runFiles.best}`),
    log: log.trim().split("\n").map((line) => {
      const { stage, step, losses } = JSON.parse(line);
      return { stage, step, losses };
    }),
  };
}

async function inTempFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const backend of ["cpu", "wasm"] as const satisfies KernelBackend[]) {
  Deno.test({
    name: `${backend}: interrupted and resumed equals uninterrupted, bit for bit`,
    // The threads of wasm outlive the test on purpose.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      inTempFolder(async (folder) => {
        await install(backend);
        await smallRun(`${folder}/whole`);
        const whole = await outcome(`${folder}/whole`);
        assertEquals(whole.log.length, smallConfig.steps1 + smallConfig.steps2);

        // Off the rhythm of saveEvery, in both stages, and where one stage ends.
        const stops = ["1 1", "1 3", "1 4", "2 1"];
        for (const stop of stops) {
          let steps = 0;
          await smallRun(`${folder}/parts`, ({ stage, step }, end) => {
            steps++;
            if (`${stage} ${step}` === stop) end();
          });
          assertGreater(whole.log.length, steps, "the run was not interrupted");
          const { step1, step2, ...rest } = await loadTraining(
            `${folder}/parts/${runFiles.last}`,
          );
          disposeTraining({ step1, step2, ...rest });
          assertEquals(stop, step2 > 0 ? `2 ${step2}` : `1 ${step1}`);
        }
        await smallRun(`${folder}/parts`);
        const parts = await outcome(`${folder}/parts`);
        assertEquals(parts, whole);
      }),
  });
}

Deno.test("a run killed at any moment resumes and ends at the same bytes", () =>
  inTempFolder(async (folder) => {
    const random = new Random(1);
    /** Runs until the end, or until some milliseconds after its first step; whether it ended. */
    const run = async (name: string, killAfter?: number): Promise<boolean> => {
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--no-prompt", "--allow-read", `--allow-write=${folder}`],
          new URL("small_run.ts", import.meta.url).pathname,
          ...["wasm", `${folder}/${name}`],
        ],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      const reader = child.stdout.getReader();
      await reader.read();
      let timer: ReturnType<typeof setTimeout> | undefined;
      if (killAfter !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), killAfter);
      while (!(await reader.read()).done);
      const { success, signal } = await child.status;
      clearTimeout(timer);
      assert(success || signal === "SIGKILL");
      return success;
    };
    assert(await run("whole"));
    let kills = 0;
    for (; kills < 3; kills++) {
      if (await run("parts", random.next() * 100)) break;
    }
    assertGreater(kills, 0, "no run was killed");
    await run("parts");
    assertEquals(await outcome(`${folder}/parts`), await outcome(`${folder}/whole`));
  }));
