import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertGreater } from "@std/assert";
import { install, type KernelBackend } from "../../lib/kernels/install.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { runFiles } from "../../lib/training/run.ts";
import { disposeTraining } from "../../lib/training/training.ts";
import { runOutcome, smallConfig, smallRun } from "./small_run.ts";

tf.enableProdMode();

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
        const whole = await runOutcome(`${folder}/whole`);
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
        const parts = await runOutcome(`${folder}/parts`);
        assertEquals(parts, whole);
      }),
  });
}
