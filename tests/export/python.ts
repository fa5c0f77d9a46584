/**
 * Python and its packages for tests. IM2IM_TEST_PYTHON names the folder that requirements.txt was
 * installed into, and demands these tests, as CI does; without it they are ignored.
 *
 * @module
 */
import { assert } from "@std/assert";

const packages = Deno.env.get("IM2IM_TEST_PYTHON");

/** A test that starts Python. */
export function pythonTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: packages === undefined, fn });
}

/**
 * Runs Python to its end.
 *
 * @param args a script and its arguments
 * @returns what it printed
 */
export async function python(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("python3", {
    args: [...args],
    env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: packages! },
  }).output();
  assert(code === 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
