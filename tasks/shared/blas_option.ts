/**
 * The option `--blas`: matrix products of the wasm backend by a native library.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { fromHere } from "./places.ts";

/** Its row in a task's table of options. */
export const blasOption = {
  value: "[FILE]",
  doc: "matrix products by OpenBLAS: start with deno run -A tasks/NAME.ts instead of deno task",
  bare: true,
} as const;

/** How a task is started; with a BLAS it needs a permission that deno task does not give. */
export function taskCommand(name: string, blas: string | undefined): string {
  if (blas === undefined) return `deno task ${name}`;
  const script = fromHere(fileURLToPath(new URL(`../${name}.ts`, import.meta.url)));
  return `deno run -A ${script} --blas${blas && ` ${blas}`}`;
}

/** What was asked for: false, the system's library (true), or a file. */
export function blasOf(given: string | undefined): boolean | string {
  return given === "" ? true : given ?? false;
}
