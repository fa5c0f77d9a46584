/**
 * A program for browsers as one classic script.
 *
 * @module
 */
import { denoProgram } from "../shared/deno_program.ts";
import { FailedRun } from "../shared/usage_error.ts";

const root = new URL("../../", import.meta.url);

/**
 * Bundles a program of lib/browser/, with the small part of tfjs that it needs.
 *
 * @param path of its module, from the repository's root
 * @param folder for temporary files
 * @returns the script; it imports nothing
 * @throws FailedRun with Deno's words if it cannot be bundled
 */
export async function bundleProgram(path: string, folder: string): Promise<string> {
  const map = `${folder}/imports.json`, script = `${folder}/program.js`;
  await Deno.writeTextFile(map, JSON.stringify({ imports: await importsForPages() }));
  // deno-fmt-ignore
  const { success, stderr } = await new Deno.Command(denoProgram(), {
    args: [
      "bundle", "--quiet", "--no-lock", "--import-map", map, "--platform", "browser",
      "--format", "iife", "--minify", "--output", script, new URL(path, root).href,
    ],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) {
    throw new FailedRun(`${path} cannot be bundled: ${new TextDecoder().decode(stderr).trim()}`);
  }
  return await Deno.readTextFile(script);
}

/** The imports of deno.json, seen from anywhere, and what is within its packages. */
async function importsForPages(): Promise<Record<string, string>> {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const entries = Object.entries<string>(imports).flatMap(([name, to]) => {
    if (to.startsWith("./")) return [[name, new URL(to, root).href]];
    const [, version] = /^npm:\/?(@?[^@]+@[^/]+)$/.exec(to) ?? [];
    return version ? [[name, to], [`${name}/`, `npm:/${version}/`]] : [];
  });
  const tfjs = new URL("lib/browser/page/tfjs.ts", root).href;
  return { ...Object.fromEntries(entries), "@tensorflow/tfjs": tfjs };
}
