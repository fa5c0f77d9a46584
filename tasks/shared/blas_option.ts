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
 * The command that starts a task. With a BLAS or MPI it needs a permission that deno task does not
 * give.
 *
 * @param name of the task
 * @param blas what `--blas` was given
 * @param options the others
 * @param mpi how many ranks share it, and what `--mpi` was given
 */
export function taskCommand(
  name: string,
  blas: string | undefined,
  options: OptionValues = {},
  mpi?: { readonly ranks: number; readonly given: string },
): string {
  if (blas === undefined && !mpi) return shellCommand(["deno", "task", name], options);
  const script = fromHere(fileURLToPath(new URL(`../${name}.ts`, import.meta.url)));
  const start = [...mpi ? ["mpirun", "-n", `${mpi.ranks}`] : [], "deno", "run", "-A", script];
  return shellCommand(start, {
    mpi: mpi && (mpi.given || true),
    blas: blas === "" ? true : blas,
    ...options,
  });
}

/** What was asked for: false, the system's library (true), or a file. */
export function blasOf(given: string | undefined): boolean | string {
  return given === "" ? true : given ?? false;
}
