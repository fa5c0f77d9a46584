/**
 * Deno as a program to start.
 *
 * @module
 */

/**
 * The running Deno, where it may be started, or else the `deno` of PATH, which `--allow-run=deno`
 * allows. They may differ: npm's package of Deno puts a script there that starts another file.
 */
export function denoProgram(): string {
  const own = Deno.execPath();
  const { state } = Deno.permissions.querySync({ name: "run", command: own });
  return state === "granted" ? own : "deno";
}
