/**
 * The option `--blas`: matrix products of the wasm backend by a native library.
 *
 * @module
 */

/** Its row in a task's table of options. */
export const blasOption = {
  value: "[FILE]",
  doc: "matrix products by OpenBLAS, on wasm; needs deno run --allow-ffi",
  bare: true,
} as const;

/** What was asked for: false, the system's library (true), or a file. */
export function blasOf(given: string | undefined): boolean | string {
  return given === "" ? true : given ?? false;
}
