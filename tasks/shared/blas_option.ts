/**
 * The option `--blas`: matrix products of the wasm backend by a native library.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { fromHere } from "./places.ts";
import { type OptionValues, shellCommand } from "./shell_command.ts";

/** Its row in a task's table of options. */
export const blasOption = {
  value: "[FILE]",
  doc: "matrix products by OpenBLAS; start with deno run -A tasks/NAME.ts instead of deno task",
  bare: true,
} as const;

/**
 * The command that starts a task. With a BLAS it needs a permission that deno task does not give.
 *
 * @param name of the task
 * @param blas what `--blas` was given
 * @param options the others
 */
export function taskCommand(
  name: string,
  blas: string | undefined,
  options: OptionValues = {},
): string {
  if (blas === undefined) return shellCommand(["deno", "task", name], options);
  const script = fromHere(fileURLToPath(new URL(`../${name}.ts`, import.meta.url)));
  return shellCommand(["deno", "run", "-A", script], { blas: blas || true, ...options });
}

/** What was asked for: false, the system's library (true), or a file. */
export function blasOf(given: string | undefined): boolean | string {
  return given === "" ? true : given ?? false;
}
