/**
 * Packs the bench for a GPU host without a network: see README.md.
 *
 * deno run -A tasks/bench/pack_gpu.ts [OUT_DIR]
 *
 * @module
 */
const SHARED = "../shared";
/** The npm package whose native add-on is Dawn. */
const DAWN = "webgpu@0.6.2", DAWN_ADDON = "package/dist/linux-x64/dawn.node";

const out = Deno.args[0] ?? ".gpu";
const temporary = await Deno.makeTempDir();
try {
  await Deno.mkdir(out, { recursive: true });
  await run("npm", ["pack", "--silent", "--pack-destination", temporary, DAWN]);
  const [archive] = [...Deno.readDirSync(temporary)].map(({ name }) => `${temporary}/${name}`);
  await run("tar", ["-xzf", archive, "-C", temporary, DAWN_ADDON]);
  // Read-only where it comes from, which a second packing could not overwrite.
  const torch = `${temporary}/acgan_torch.py`;
  await Deno.writeFile(torch, await Deno.readFile(`${SHARED}/bench/acgan_torch.py`));
  const extras = [torch, `${temporary}/${DAWN_ADDON}`, wasmBinary()];
  await run(`${SHARED}/gpu/pack`, ["tasks/bench.ts", out, ...extras]);
  console.log(
    `There: bash ${out}/run --backend webgpu --compare --dawn ${out}/dawn.node --tune tiles.json --json > rows.jsonl`,
  );
} finally {
  await Deno.remove(temporary, { recursive: true });
}

/** tfjs' wasm binary in the npm cache, where the packing script does not look. */
function wasmBinary(): string {
  const name = "npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/tfjs-backend-wasm-simd.wasm";
  return new URL(import.meta.resolve(name)).pathname;
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command(program, {
    args: [...args],
    env: { DENO: Deno.execPath() },
  }).spawn().status;
  if (!success) throw new Error(`${program} ${args.join(" ")} failed`);
}
