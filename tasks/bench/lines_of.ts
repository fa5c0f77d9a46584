/**
 * Child processes that report by lines of JSON.
 *
 * @module
 */

/**
 * Runs a program to its end and parses the lines of its output that are JSON objects.
 *
 * @param program what to run
 * @param args its arguments
 * @throws Error with the end of what it wrote to stderr, if it fails
 */
export async function jsonLinesOf(
  program: string,
  args: readonly string[],
): Promise<Record<string, unknown>[]> {
  const output = await new Deno.Command(program, { args: [...args], stdin: "null" }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!output.success) {
    const said = text(output.stderr).trim().split("\n").filter((line) => /error/i.test(line));
    const why = said.at(-1) ?? text(output.stderr).trim().split("\n").at(-1);
    throw new Error(why || `${program} ended with code ${output.code}`);
  }
  return text(output.stdout).split("\n").filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}
