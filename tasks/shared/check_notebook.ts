/**
 * Type-checks the code of a notebook, which `deno check` does not look into.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { denoProgram } from "./deno_program.ts";
import { codeCells, type Notebook } from "./notebook_file.ts";

/**
 * The code cells as one module. Imports relative to the notebook are made absolute, so that the
 * module can lie anywhere.
 *
 * @param notebook whose code
 * @param base address of the notebook
 */
export function joinCells(notebook: Notebook, base: URL): string {
  const code = codeCells(notebook).join("\n;\n");
  const absolute = code.replace(
    /(from\s+|import\()"(\.[^"]*)"/g,
    (_, before, path) => `${before}"${new URL(path, base).href}"`,
  );
  return absolute + "\nexport {};\n";
}

/**
 * Runs `deno check` over the joined cells, as a file beside the notebook, under the project's own configuration.
 *
 * @param notebook whose code
 * @param base address of the notebook
 * @param config path of deno.json
 * @returns the errors, or an empty text
 */
export async function typeErrors(notebook: Notebook, base: URL, config: string): Promise<string> {
  const path = await Deno.makeTempFile({
    dir: fileURLToPath(new URL(".", base)),
    ...{ prefix: ".check-", suffix: ".ts" },
  });
  try {
    await Deno.writeTextFile(path, joinCells(notebook, base));
    const { success, stderr } = await new Deno.Command(denoProgram(), {
      args: ["check", "--quiet", "--config", config, path],
      env: { NO_COLOR: "1" },
    }).output();
    return success ? "" : new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(path);
  }
}
