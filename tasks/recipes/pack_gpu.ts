/**
 * Packs the recipes for a GPU host without a network: `recipes.js`, the faces of the budget `gpu`,
 * what draws those of other budgets, and `recipes.sh`, which runs them there. Deno itself is left as
 * it is where `tasks/bench/pack_gpu.ts` has packed it before, and packed where it is missing.
 *
 * deno run -A tasks/recipes/pack_gpu.ts [OUT_DIR]
 *
 * @module
 */
import { runProgram } from "../shared/run_program.ts";
import { downloadLoaders } from "../shared/vulkan_loaders.ts";
import { closeData } from "../shared/open_run_data.ts";
import { openFaces } from "./bench_context.ts";
import { budgets } from "./budget.ts";

const PACK = "../shared/gpu/pack", ENTRY = "tasks/recipes.ts";
const out = Deno.args[0] ?? ".gpu";
const here = new URL(".", import.meta.url).pathname;

const temporary = await Deno.makeTempDir();
try {
  await Deno.mkdir(out, { recursive: true });
  if (!await hasDeno()) await packDeno();
  await runProgram(Deno.execPath(), [
    "bundle",
    "--quiet",
    "--minify",
    "-o",
    `${out}/recipes.js`,
    ENTRY,
  ]);
  const loaders = await downloadLoaders(temporary);
  for (const file of [...wasmBinaries(), ...loaders]) await copyInto(file);
  await copyInto(`${here}gpu_host.sh`, "recipes.sh");
  await packFaces();
  for (const name of ["recipes.js", "faces.tar.xz", "index_bg.wasm"]) {
    console.log(`${name}: ${(Deno.statSync(`${out}/${name}`).size / 1e6).toFixed(1)} MB`);
  }
  console.log(`There: MINUTES=5 PROCESSES=6 bash ${out}/recipes.sh`);
} finally {
  await Deno.remove(temporary, { recursive: true });
}

async function hasDeno(): Promise<boolean> {
  try {
    await Deno.stat(`${out}/deno.xz`);
    return (await Deno.readTextFile(`${out}/deno.version`)).includes(Deno.version.deno);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The packing script's Deno and Vulkan loader; its `main.js` would take the bench's place. */
async function packDeno(): Promise<void> {
  await runProgram(PACK, [ENTRY, `${temporary}/packed`]);
  for await (const { name } of Deno.readDir(`${temporary}/packed`)) {
    if (/^deno\.|\.deb$/.test(name)) await copyInto(`${temporary}/packed/${name}`);
  }
}

/** What a bundle looks for beside it, out of the npm cache. */
function wasmBinaries(): string[] {
  return [
    "npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/tfjs-backend-wasm-simd.wasm",
    "npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm",
  ].map((name) => new URL(import.meta.resolve(name)).pathname);
}

/**
 * Both packs in one archive. Drawn faces are made of few parts, and the two packs have the same
 * training faces, so a window as large as a pack leaves a hundredth.
 */
async function packFaces(): Promise<void> {
  const packs = "runs/packs";
  for (const split of ["heldOut", "test"] as const) {
    closeData(await openFaces(budgets.gpu, split, `${temporary}/${packs}`));
  }
  const tar = `${temporary}/faces.tar`;
  await runProgram("tar", ["-cf", tar, "-C", temporary, "--sort=name", packs]);
  await runProgram("xz", ["--lzma2=preset=3,dict=128MiB", tar]);
  await copyInto(`${tar}.xz`);
}

/** Writes over what is there, also where that is read-only. */
async function copyInto(file: string, name: string = file.replace(/^.*\//, "")): Promise<void> {
  await Deno.remove(`${out}/${name}`).catch(() => {});
  await Deno.writeFile(`${out}/${name}`, await Deno.readFile(file));
}
