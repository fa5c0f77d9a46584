import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createConfig } from "../../lib/presets.ts";
import { runTask } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const narrow = "--gf 2 --df 2 --ef 2 --z 4 --batch 8 --backend wasm".split(" ");
const demo = (...args: string[]) => runTask("demo", [...narrow, ...args], folder);
const runs = `${folder}/runs/demo`;

Deno.test("the demo trains both stages, then both with E beside G; --resume goes on between the two", async () => {
  const steps = ["--steps1", "3", "--steps2", "2"];
  const { code, stderr, stdout } = await demo(...steps);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "Now E learns beside G");
  const { from } = JSON.parse(await Deno.readTextFile(`${runs}/history.json`));
  assert(from.file.endsWith("runs/demo/two-steps/last.safetensors"), from.file);
  const losses = (run: string) => Deno.readTextFile(`${run}/losses.jsonl`);
  assertStringIncludes(await losses(runs), '"e/cycle"');
  assert(!(await losses(`${runs}/two-steps`)).includes('"e/cycle"'));
  for (const name of ["evaluation.json", "translations.png", "samples.png"]) {
    assert((await Deno.stat(`${runs}/${name}`)).isFile, name);
  }

  const trained = await Deno.readFile(`${runs}/last.safetensors`);
  await Deno.remove(`${runs}/last.safetensors`); // as if it had been killed between the two
  const again = await runTask("demo", ["--resume", "--backend", "wasm"], folder);
  assertEquals(again.code, 0, again.stderr);
  assertStringIncludes(again.stdout, "Now E learns beside G");
  assertEquals(await Deno.readFile(`${runs}/last.safetensors`), trained);
});

Deno.test("--two-steps is the paper's two stages alone, of the preset", async () => {
  const { code, stderr, stdout } = await demo("--two-steps", "--dry-run");
  assertEquals(code, 0, stderr);
  const { steps1, steps2 } = createConfig("tiny");
  assertStringIncludes(stdout, `Stage 1 would run ${steps1} steps`);
  assertStringIncludes(stdout, `Stage 2 would run ${steps2} steps`);
  assertMatch(stdout, /the run would go to runs\/demo$/m);
});

Deno.test("what E cannot learn beside is refused before anything is trained", async () => {
  const { code, stderr } = await demo("--z-distribution", "uniform");
  assertEquals(code, 2, stderr);
  assertMatch(stderr, /^Error: E cannot learn beside G .+ got uniform\): give --two-steps\n$/);
});
