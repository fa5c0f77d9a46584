/**
 * Deno as a program to start.
 *
 * @module
 */

/**
 * This very Deno, where it may be started; else the `deno` of PATH, which is what `--allow-run=deno`
 * stands for. npm's package of Deno, for one, puts a script there that starts another file.
 */
export function denoProgram(): string {
  const own = Deno.execPath();
  const { state } = Deno.permissions.querySync({ name: "run", command: own });
  return state === "granted" ? own : "deno";
}
