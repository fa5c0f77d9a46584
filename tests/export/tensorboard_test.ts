// The log of a run that is killed, interrupted and resumed, as TensorBoard reads it.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { fileURLToPath } from "node:url";
import { sha256 } from "../../lib/data/digest.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { runTask, startTask, writeDomains } from "../tasks/task_process.ts";
import { python, pythonTest } from "./python.ts";

interface Shown {
  readonly scalars: Record<string, [step: number, value: number][]>;
  readonly images: Record<
    string,
    { step: number; width: number; height: number; sha256: string }[]
  >;
}

interface Line {
  readonly stage: 1 | 2;
  readonly step: number;
  readonly losses: Record<string, number>;
}

const script = fileURLToPath(new URL("read_events.py", import.meta.url));
const args = "--preset tiny --gf 2 --df 2 --ef 2 --z 4 --batch 8 --backend wasm --out run " +
  "--steps1 30 --steps2 20 --log-every 1 --save-every 7 --sample-every 5";

pythonTest(
  "TensorBoard shows each step of a run once, killed and resumed as it may be",
  async () => {
    const folder = await Deno.makeTempDir(), run = `${folder}/run`;
    await writeDomains(`${folder}/photos`, { cats: 12, dogs: 12 });
    const lines = async () =>
      (await Deno.readTextFile(`${run}/losses.jsonl`).catch(() => ""))
        .trim().split("\n").filter(Boolean);
    /** Starts the task, and ends it once its log is so long. */
    const until = async (count: number, signal: Deno.Signal, words: string[]) => {
      const child = startTask("train", words, folder);
      const done = Promise.all([child.stdout.cancel(), child.stderr.cancel(), child.status]);
      while ((await lines()).length < count) await new Promise((r) => setTimeout(r, 20));
      child.kill(signal);
      await done;
    };
    await until(10, "SIGKILL", ["--data", "photos", ...args.split(" "), "--log", "tensorboard"]);
    await until(17, "SIGINT", ["--out", "run", "--resume", "--backend", "wasm"]);
    await until(36, "SIGKILL", ["--out", "run", "--resume", "--backend", "wasm"]);
    const { code, stderr } = await runTask("train", ["--out", "run", "--resume"], folder);
    assertEquals(code, 0, stderr);

    const shown: Shown = JSON.parse(await python([script, run]));
    const known = (await lines()).map((line): Line => JSON.parse(line));
    assertEquals(known.length, 50);
    const expected: Shown["scalars"] = {};
    for (const { stage, step, losses } of known) {
      for (const [name, value] of Object.entries(losses)) {
        (expected[`stage${stage}/${name}`] ??= []).push([step, Math.fround(value)]);
      }
    }
    assertGreater(Object.keys(expected).length, 3);
    for (const [tag, entries] of Object.entries(expected)) {
      assertEquals(shown.scalars[tag], entries, tag);
    }
    const speeds = shown.scalars["stage1/images_per_second"];
    assertEquals(speeds.map(([step]) => step), Array.from({ length: 30 }, (_, i) => i + 1));
    assert(speeds.every(([, value]) => value > 0));

    assertEquals(Object.keys(shown.images), ["stage1/samples"]);
    const pictures = shown.images["stage1/samples"];
    const files = [...Deno.readDirSync(`${run}/samples`)].map(({ name }) => name).sort();
    assertEquals(pictures.map(({ step }) => `step-${`${step}`.padStart(7, "0")}.png`), files);
    for (const [i, { width, height, sha256: digest }] of pictures.entries()) {
      const png = await Deno.readFile(`${run}/samples/${files[i]}`),
        picture = await decodeImage(png);
      assertEquals([width, height, digest], [picture.width, picture.height, await sha256(png)]);
    }
    await Deno.remove(folder, { recursive: true });
  },
);
