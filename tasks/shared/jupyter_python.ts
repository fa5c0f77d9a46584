/**
 * A Python that has the parts of Jupyter that are needed.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";

/** Where Pythons are looked for. A version manager's may come first and lack Debian's packages. */
const CANDIDATES = ["python3", "/usr/bin/python3", "python"];

/**
 * Finds an interpreter that can import some modules.
 *
 * @param modules their Python names
 * @param remedy what to install, for the error
 * @returns the command
 * @throws UsageError with the remedy if there is none
 */
export async function findPython(modules: readonly string[], remedy: string): Promise<string> {
  for (const command of CANDIDATES) {
    try {
      const { success } = await new Deno.Command(command, {
        args: ["-c", `import ${modules.join(", ")}`],
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return command;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new UsageError(`No Python with ${modules.join(" and ")} was found: ${remedy}`);
}
