/**
 * The Deno kernel, described to Jupyter in a folder of our own, so that nothing of the user's is
 * changed.
 *
 * @module
 */

/**
 * Writes a kernel spec named `deno` that runs this very Deno.
 *
 * @param folder made if need be; Jupyter finds the kernel with JUPYTER_PATH set to it
 */
export async function writeKernelSpec(folder: string): Promise<void> {
  const spec = {
    argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  await Deno.mkdir(`${folder}/kernels/deno`, { recursive: true });
  await Deno.writeTextFile(`${folder}/kernels/deno/kernel.json`, JSON.stringify(spec, null, 2));
}
