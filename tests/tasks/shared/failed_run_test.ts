import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { install } from "../../../lib/kernels/install.ts";
import { OutOfMemoryError } from "../../../lib/kernels/out_of_memory_error.ts";
import { createConfig } from "../../../lib/presets.ts";
import { saveTraining } from "../../../lib/training/checkpoint.ts";
import { DeviceLostError, NonFiniteError } from "../../../lib/training/read_losses.ts";
import { createTraining, disposeTraining } from "../../../lib/training/training.ts";
import { failedRun } from "../../../tasks/shared/failed_run.ts";
import { failureText } from "../../../tasks/shared/main.ts";
import { FailedRun, UsageError } from "../../../tasks/shared/usage_error.ts";

Deno.test("a failed run names the step, the last good checkpoint and the command", async () => {
  tf.enableProdMode();
  await install("cpu");
  const folder = await Deno.makeTempDir();
  const config = createConfig("tiny", { gf: 2, df: 2, ef: 2, batch: 4, steps1: 9, steps2: 5 });
  const training = createTraining(config, ["a", "b"]);
  const run = { folder, training, resumeCommand: "deno task train --out x --resume" };
  const message = async (error: Error) => ((await failedRun(error, run)) as Error).message;

  training.step1 = 3;
  assertEquals(
    await message(new DeviceLostError("The device was lost: unplugged")),
    "The device was lost: unplugged, at stage 1, step 3 of 9. " +
      "No checkpoint had been saved yet: start again once this is mended",
  );
  await saveTraining(`${folder}/last.safetensors`, training);
  training.step1 = 9;
  training.step2 = 2;
  const left = `, at stage 2, step 2 of 5. The last good checkpoint is ${folder}/` +
    "last.safetensors (stage 1, step 3 of 9); go on with: deno task train --out x --resume";
  assertEquals(
    await message(new DeviceLostError("The device was lost: unplugged")),
    `The device was lost: unplugged${left}`,
  );
  assertEquals(
    await message(new NonFiniteError("Loss is not finite: d/source")),
    `Loss is not finite: d/source${left}; if it fails again, train into another folder with a ` +
      "smaller --g-learning-rate and --d-learning-rate",
  );
  assertEquals(
    await message(new Error("No space left on device (os error 28)")),
    `The disk is full, ${folder} cannot be saved${left}`,
  );
  assertEquals(
    await message(new Deno.errors.PermissionDenied("denied (os error 13)")),
    `${folder} cannot be saved (denied (os error 13))${left}`,
  );
  assertEquals(
    await message(new OutOfMemoryError("The wasm heap is full", "use a smaller batch")),
    `The wasm heap is full${left}; if it fails again, use a smaller batch`,
  );
  const bug = new TypeError("x is not a function");
  assertEquals(await failedRun(bug, run), bug);
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("known errors are one sentence, bugs show where they are", () => {
  assertEquals(failureText(new UsageError("Bad --x")), "Error: Bad --x");
  assertEquals(failureText(new FailedRun("The disk is full")), "Error: The disk is full");
  assertEquals(failureText(new Deno.errors.NotFound("gone")), "Error: gone");
  const bug = failureText(new TypeError("x is not a function"));
  assertEquals(bug.split("\n")[0], "Error: this is a bug, please report it with these lines");
  assertEquals(bug.includes("failed_run_test.ts"), true);
});
