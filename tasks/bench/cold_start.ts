/**
 * Time to first picture: `deno task translate` as a user starts it, from nothing.
 *
 * @module
 */
import { encodePng } from "../../lib/images/encode_png.ts";
import { createConfig } from "../../lib/presets.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { saveTraining } from "../../lib/training/checkpoint.ts";
import type { ColdStartRow } from "./bench_row.ts";
import { spread } from "./measure.ts";

const SIZE = 64;

/**
 * Saves an untrained model, then translates one picture with it in a new process, several times.
 *
 * @param backend what the process is told to use; this process's own backend makes the model
 * @param gf base filters of the model
 * @param times how often
 * @throws Error with what the task said, if it fails
 */
export async function measureColdStart(
  backend: "webgpu" | "wasm" | "cpu",
  gf: number,
  times: number,
): Promise<ColdStartRow> {
  const folder = await Deno.makeTempDir({ prefix: "im2im-bench-" });
  try {
    const training = createTraining(
      createConfig("release", { gf, df: gf, ef: gf, steps1: 1, steps2: 1 }),
      ["a", "b"],
    );
    training.step1 = training.step2 = 1;
    await saveTraining(`${folder}/last.safetensors`, training);
    disposeTraining(training);
    const rgb = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => i % 256);
    await Deno.writeFile(`${folder}/in.png`, encodePng({ width: SIZE, height: SIZE, rgb }));
    const taken: number[] = [];
    for (let i = 0; i < times; i++) taken.push(await translateOnce(folder, backend));
    return { engine: "im2im", backend, work: "cold start", gf, size: SIZE, ...spread(taken) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function translateOnce(folder: string, backend: string): Promise<number> {
  const out = `${folder}/out.png`;
  const task = new URL("../translate.ts", import.meta.url);
  if (!await Deno.stat(task).then(() => true, () => false)) {
    throw new Error("A bundle has no deno task translate to start: measure this in a checkout");
  }
  const options = { model: folder, to: "b", in: `${folder}/in.png`, out, backend };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", task.href, ...args],
    stdin: "null",
  }).output();
  const ms = performance.now() - start;
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  await Deno.remove(out);
  return ms;
}
