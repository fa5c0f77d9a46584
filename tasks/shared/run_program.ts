/**
 * Running another program to its end.
 *
 * @module
 */

/**
 * Runs a program with this Deno as DENO in its environment; its output goes where ours goes.
 *
 * @throws Error that names the command, if it fails
 */
export async function runProgram(program: string, args: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command(program, {
    args: [...args],
    env: { DENO: Deno.execPath() },
  }).spawn().status;
  if (!success) throw new Error(`${program} ${args.join(" ")} failed`);
}
