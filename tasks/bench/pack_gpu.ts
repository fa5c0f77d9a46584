/**
 * Packs the bench for a GPU host without a network: see README.md.
 *
 * deno run -A tasks/bench/pack_gpu.ts [OUT_DIR]
 *
 * @module
 */
import { fetchArchive, unpack } from "../shared/npm_archive.ts";
import { shellCommand } from "../shared/shell_command.ts";
import { runProgram } from "../shared/run_program.ts";
import { downloadLoaders } from "../shared/vulkan_loaders.ts";

const SHARED = "../shared";
/** The npm package whose native add-on is Dawn. */
const DAWN = {
  name: "webgpu@0.6.2",
  integrity:
    "sha512-3L4GfmqJLvYUIEWJngEQY+2HQiUlAFkg8+P8NDDj3Xx5hHHIFO/r8JW+ynfqBj7kHN4mbnwO74uB+lrRtLhp4Q==",
} as const;
const DAWN_ADDON = "package/dist/linux-x64/dawn.node";

const out = Deno.args[0] ?? ".gpu";
const temporary = await Deno.makeTempDir();
try {
  await Deno.mkdir(out, { recursive: true });
  await unpack(await fetchArchive(DAWN, temporary), temporary, [DAWN_ADDON]);
  // Read-only where it comes from, which a second packing could not overwrite.
  const torch = `${temporary}/acgan_torch.py`;
  await Deno.writeFile(torch, await Deno.readFile(new URL("acgan_torch.py", import.meta.url)));
  const loaders = await downloadLoaders(temporary);
  const extras = [torch, `${temporary}/${DAWN_ADDON}`, wasmBinary(), ...loaders];
  await runProgram(`${SHARED}/gpu/pack`, ["tasks/bench.ts", out, ...extras]);
  await letRunInstall(`${out}/run`);
  console.log(
    `There: ${
      shellCommand(["bash", `${out}/run`], {
        ...{ backend: "webgpu", compare: true, dawn: `${out}/dawn.node` },
        ...{ tune: "tiles.json", json: true },
      })
    } > rows.jsonl`,
  );
} finally {
  await Deno.remove(temporary, { recursive: true });
}

/** tfjs' wasm binary in the npm cache, where the packing script does not look. */
function wasmBinary(): string {
  const name = "npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/tfjs-backend-wasm-simd.wasm";
  return new URL(import.meta.resolve(name)).pathname;
}

/** The host may have libvulkan and lack the others: the packed `run` looks for the first alone. */
async function letRunInstall(path: string): Promise<void> {
  const text = await Deno.readTextFile(path), asks = "grep -q libvulkan.so.1";
  if (!text.includes(asks)) throw new Error(`${path} no longer asks for "${asks}"`);
  await Deno.writeTextFile(path, text.replace(asks, "grep -q libEGL.so.1"));
}
