import { assertEquals, assertStringIncludes } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { disposeTraining } from "../../lib/training/training.ts";
import { smallConfig } from "./small_run.ts";

const url = (path: string) => import.meta.resolve(`../../${path}`);

Deno.test("memory that ends in the middle of a step leaves the last checkpoint whole, and exit 1", async () => {
  const folder = await Deno.makeTempDir();
  // The 60th allocation of step 4 fails, as it would on a full heap; step 2 was saved.
  const program = `
    import * as tf from "npm:@tensorflow/tfjs@4.22.0";
    import { install } from "${url("lib/kernels/install.ts")}";
    import { runTask } from "${url("tasks/shared/main.ts")}";
    import { smallRun } from "${url("tests/training/small_run.ts")}";
    tf.enableProdMode();
    await install("wasm", { threads: 2 });
    const { wasm } = tf.backend(), { malloc } = wasm.asm;
    await runTask(() => smallRun("${folder}", ({ step }) => {
      if (step !== 3) return;
      let left = 60;
      const { _malloc } = wasm;
      wasm._malloc = (bytes) => _malloc(--left ? bytes : 2 ** 33);
    }));
  `;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: new URL("../..", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stderr);
  assertEquals(code, 1, text);
  assertStringIncludes(text, "Error: The wasm heap is full: 8.0 GiB was asked for");
  await install("wasm", { threads: 2 });
  const training = await loadTraining(`${folder}/last.safetensors`, smallConfig);
  assertEquals([training.step1, training.step2], [2, 0]);
  disposeTraining(training);
  await Deno.remove(folder, { recursive: true });
});
